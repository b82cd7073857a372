/**
 * A whole number from the last four characters of an id, which are of its random part (RFC 9562, 5.7). Ids of different
 * fingerprints differ; those of equal ones, one in 65,536 of our own, have to be compared.
 */
export function fingerprint(id: string): number {
  const end = id.length;
  // What does not look like one of our ids must only never differ from itself.
  if (end < 4) return end;
  return (
    (id.charCodeAt(end - 4) << 24) ^
    (id.charCodeAt(end - 3) << 16) ^
    (id.charCodeAt(end - 2) << 8) ^
    id.charCodeAt(end - 1)
  );
}
