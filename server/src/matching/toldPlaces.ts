import type { QueueStatus, ServerEvent } from '../contract/index.ts';

/** A device of this server that was last told that it waits. */
export interface ToldPlace {
  userId: string;
  deviceId: string;
  status: QueueStatus;
}

const MANY = 1_000;

/** The places in the queue as the devices here know them, for a queue that has lost its memory. */
export function createToldPlaces(isHere: (userId: string, deviceId: string) => boolean) {
  const places = new Map<string, ToldPlace>();
  let most = MANY;

  function forgetGone(): void {
    for (const [key, { userId, deviceId }] of places) if (!isHere(userId, deviceId)) places.delete(key);
    most = 2 * places.size + MANY;
  }

  return {
    hear(userId: string, deviceId: string, event: ServerEvent): void {
      const key = `${userId} ${deviceId}`;
      if (event.type === 'queue_joined' || event.type === 'queue_status') {
        places.set(key, { userId, deviceId, status: event.status });
        if (places.size > most) forgetGone();
      } else if (event.type === 'queue_left' || event.type === 'matched') {
        places.delete(key);
      }
    },

    all(): ToldPlace[] {
      forgetGone();
      return [...places.values()];
    },
  };
}
