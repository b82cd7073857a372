import type { ReadonlySignal } from '@preact/signals';
import type { ServerEvent } from '@suhbatdosh/server/contract';

/** The one WebSocket: opened at login, closed at logout, kept alive in between. */
export interface Connection {
  /** `connecting` also while it comes back; `offline` once that has taken more than three seconds. */
  readonly state: ReadonlySignal<'closed' | 'connecting' | 'online' | 'offline'>;
  /** Server time minus device time, in milliseconds, from the last snapshot. */
  readonly clockOffsetMs: ReadonlySignal<number>;
  /** This tab's id; kept over reloads, not shared between tabs. */
  readonly deviceId: string;
  open(): void;
  close(): void;
  /** Events of this device, each exactly once, in order. Returns a function that stops listening. */
  onEvent(listener: (event: ServerEvent) => void): () => void;
}
