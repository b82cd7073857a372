const SILENCE_DB = -55;
const LOUD_DB = -12;

/** Loudness as people hear it: decibels between a quiet room and a raised voice, as 0…1. @param rms 0…1 */
export function toLevel(rms: number): number {
  if (rms <= 0) return 0;
  const level = (20 * Math.log10(rms) - SILENCE_DB) / (LOUD_DB - SILENCE_DB);
  return Math.min(1, Math.max(0, level));
}
