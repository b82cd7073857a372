import type { ServerEvent } from '../contract/index.ts';

export interface LogEntry {
  /** null: for every device of the user. */
  deviceId: string | null;
  event: ServerEvent;
}

export const fromEntry = (entry: LogEntry): string => JSON.stringify([entry.deviceId, entry.event]);

// What `fromEntry` wrote is not validated again.
export function toEntry(text: string): LogEntry {
  const [deviceId, event] = JSON.parse(text) as [string | null, ServerEvent];
  return { deviceId, event };
}
