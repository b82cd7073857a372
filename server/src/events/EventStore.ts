import type { ServerEvent } from '../contract/index.ts';

export interface StoredEvent {
  /** Opaque to clients; grows along a user's log, and names the log so that an id of a lost one is known as foreign. */
  id: string;
  event: ServerEvent;
}

/** A reader of one device's events. Not to be shared; ended by `close` or by a newer one of the same device. */
export interface EventReader {
  /** Whether it goes on right behind `lastEventId`; otherwise the device needs a snapshot first, to be sent with `startId`. */
  readonly isResumed: boolean;
  readonly startId: string;
  /** Whether it was ended by a newer one of the same device, here or on another server. */
  readonly isReplaced: boolean;
  /** The next event, waiting for it; null when the reader has ended or has fallen too far behind. One call at a time. */
  next(): Promise<StoredEvent | null>;
  close(): void;
}

/**
 * Every user's events, in order, kept at least `WAITS.eventRetentionMs` after they were added as long as no more than
 * the store's bound have come since. A user without any device in that time has no log: what is added is dropped.
 */
export interface EventStore {
  /**
   * Adds an event for one device, or with null for all devices of the user. Of a fact (`factOf`) that the log has
   * already nothing is added.
   */
  append(userId: string, deviceId: string | null, event: ServerEvent): Promise<void>;
  /** Opens a reader; from then on nothing is missed. Ends an older reader of the same device. */
  open(userId: string, deviceId: string, lastEventId: string | null): Promise<EventReader>;
}
