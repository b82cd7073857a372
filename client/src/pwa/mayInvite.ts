const AGAIN_AFTER_MS = 7 * 24 * 3_600_000;
const INVITATIONS_MAX = 3;

/** How often "later" was said, and when for the last time; null: never. */
export interface Dismissals {
  count: number;
  lastAtMs: number | null;
}

/** Whether somebody may be invited to install now: not again within a week, and three times in all. */
export function mayInvite({ count, lastAtMs }: Dismissals, nowMs: number): boolean {
  if (count >= INVITATIONS_MAX) return false;
  return lastAtMs === null || nowMs - lastAtMs >= AGAIN_AFTER_MS;
}
