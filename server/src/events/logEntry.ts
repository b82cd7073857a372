import type { ServerEvent } from '../contract/index.ts';

export interface LogEntry {
  /** null: for every device of the user. */
  deviceId: string | null;
  event: ServerEvent;
  /** Which of its entries this is to the server that added it, `<server>.<number>`; null: it did not say. */
  tag: string | null;
}

/** The tag stands last: scripts look for it there. */
export const fromEntry = (entry: LogEntry): string =>
  JSON.stringify([entry.deviceId, entry.event, entry.tag]);

// What `fromEntry` wrote is not validated again.
export function toEntry(text: string): LogEntry {
  const [deviceId, event, tag = null] = JSON.parse(text) as [string | null, ServerEvent, (string | null)?];
  return { deviceId, event, tag };
}
