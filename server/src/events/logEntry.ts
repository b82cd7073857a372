import type { ServerEvent } from '../contract/index.ts';
import { factOf } from './factOf.ts';

export interface LogEntry {
  /** null: for every device of the user. */
  deviceId: string | null;
  event: ServerEvent;
  /** Which of its entries this is to the server that added it, `<server>.<number>`; null: it did not say. */
  tag: string | null;
}

/** Scripts look for the fact between commas and for the tag at the end. */
export const fromEntry = ({ deviceId, event, tag }: LogEntry): string =>
  JSON.stringify([deviceId, event, factOf(event), tag]);

// What `fromEntry` wrote is not validated again.
export function toEntry(text: string): LogEntry {
  const [deviceId, event, , tag] = JSON.parse(text) as [string | null, ServerEvent, unknown, string | null];
  return { deviceId, event, tag };
}
