import { tracked, type TrackedEnvelope } from '@trpc/server';
import type { ServerEvent, StreamInput } from '../contract/index.ts';
import type { Presence } from '../profiles/Presence.ts';
import type { EventStore } from './EventStore.ts';

interface StreamsDeps {
  events: EventStore;
  presence: Presence;
  /** What a device that does not resume must know first. */
  snapshot(userId: string): Promise<Extract<ServerEvent, { type: 'snapshot' }>>;
  onDeviceBack(userId: string, deviceId: string): Promise<void>;
  onDeviceAway(userId: string, deviceId: string): Promise<void>;
}

export type Streams = ReturnType<typeof createStreams>;

/** The event streams that are open on this server. */
export function createStreams(deps: StreamsDeps) {
  /** The newest stream of each device: an older one that ends late must not report the device as gone. */
  const newest = new Map<string, symbol>();

  /** The device may have come to another server before this one noticed that it was gone, or come in between. */
  async function leave(userId: string, deviceId: string): Promise<void> {
    await deps.presence.detach(userId, deviceId);
    if (await deps.presence.isAttached(userId, deviceId)) return;
    await deps.onDeviceAway(userId, deviceId);
    if (await deps.presence.isAttached(userId, deviceId)) await deps.onDeviceBack(userId, deviceId);
  }

  return {
    /**
     * Yields the device's events until `signal` aborts or a newer stream of the same device takes over. A reader that
     * has fallen behind what is kept starts over with a snapshot.
     */
    async *open(
      userId: string,
      input: StreamInput,
      signal: AbortSignal,
    ): AsyncGenerator<TrackedEnvelope<ServerEvent>, void> {
      const { deviceId } = input;
      const key = `${userId} ${deviceId}`;
      const stream = Symbol(key);
      newest.set(key, stream);
      let reader = await deps.events.open(userId, deviceId, input.lastEventId ?? null);
      const isOver = (): boolean => signal.aborted || reader.isReplaced;
      const close = (): void => reader.close();
      signal.addEventListener('abort', close, { once: true });
      try {
        await deps.presence.attach(userId, deviceId);
        await deps.onDeviceBack(userId, deviceId);
        while (!isOver()) {
          if (!reader.isResumed) yield tracked(reader.startId, await deps.snapshot(userId));
          for (let next = await reader.next(); next !== null; next = await reader.next()) {
            yield tracked(next.id, next.event);
          }
          if (!isOver()) reader = await deps.events.open(userId, deviceId, null);
        }
      } finally {
        signal.removeEventListener('abort', close);
        reader.close();
        if (newest.get(key) === stream) {
          newest.delete(key);
          await leave(userId, deviceId);
        }
      }
    },
  };
}
