/** The calendar year, UTC, of a moment in milliseconds since 1970. */
export function yearOf(ms: number): number {
  return new Date(ms).getUTCFullYear();
}
