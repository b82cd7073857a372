import type { PushPreferences } from '../contract/index.ts';

type QuietHours = Pick<PushPreferences, 'quietFrom' | 'quietTo'>;

/** Whether a person is not to be disturbed. @param time HH:MM on that person's wall */
export function isQuiet({ quietFrom, quietTo }: QuietHours, time: string): boolean {
  if (quietFrom === null || quietTo === null) return false;
  if (quietFrom < quietTo) return quietFrom <= time && time < quietTo;
  return time >= quietFrom || time < quietTo;
}
