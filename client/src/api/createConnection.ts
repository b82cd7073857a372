import { batch, computed, signal } from '@preact/signals';
import type { ServerEvent } from '@suhbatdosh/server/contract';
import type { Clock } from './Clock.ts';
import type { Connection } from './Connection.ts';
import type { EventFeed } from './EventFeed.ts';
import { reconnectDelayMs } from './reconnectDelay.ts';

const OFFLINE_AFTER_MS = 3_000;
/** The server resends at most what it keeps for a minute; far more ids than that is. */
const SEEN_MAX = 2_000;

interface ConnectionOptions {
  feed: EventFeed;
  socket: { open(): void; close(): void };
  claimDeviceId: () => Promise<string>;
  clock: Clock;
  random: () => number;
}

type State = Connection['state']['value'];

/** Keeps the device's stream running while the connection is open, and hands its events on once and in order. */
export function createConnection(options: ConnectionOptions): Connection {
  const { clock, feed, socket } = options;
  const state = signal<State>('closed');
  const clockOffsetMs = signal(0);
  const listeners = new Set<(event: ServerEvent) => void>();
  const seen = new Set<string>();
  let deviceId: string | null = null;
  let lastEventId: string | null = null;
  /** Counts openings, so that what an earlier one still awaits does nothing. */
  let opening = 0;
  let failures = 0;
  let stopFeed = (): void => {};
  let cancelOffline = (): void => {};
  let cancelRetry = (): void => {};

  const becomeConnecting = (): void => {
    if (state.value === 'connecting' || state.value === 'offline') return;
    state.value = 'connecting';
    cancelOffline = clock.after(OFFLINE_AFTER_MS, () => (state.value = 'offline'));
  };

  const becomeOnline = (): void => {
    cancelOffline();
    failures = 0;
    state.value = 'online';
  };

  const receive = (id: string, event: ServerEvent): void => {
    if (seen.has(id)) return;
    seen.add(id);
    for (const oldest of seen) {
      if (seen.size <= SEEN_MAX) break;
      seen.delete(oldest);
    }
    lastEventId = id;
    if (event.type === 'snapshot') clockOffsetMs.value = Date.parse(event.serverTime) - clock.now();
    // One change for whoever looks on: between two stores' listeners nothing is to be seen.
    batch(() => {
      for (const listener of listeners) listener(event);
    });
  };

  const listen = (id: string): void => {
    const mine = opening;
    stopFeed = feed.subscribe(
      { deviceId: id, lastEventId },
      {
        onStarted: becomeOnline,
        onEvent: receive,
        onCut: becomeConnecting,
        onOver() {
          if (mine !== opening) return;
          becomeConnecting();
          failures += 1;
          cancelRetry = clock.after(reconnectDelayMs(failures, 'cut', options.random()), () => listen(id));
        },
      },
    );
  };

  const start = async (): Promise<void> => {
    const mine = ++opening;
    const id = deviceId ?? (await options.claimDeviceId());
    deviceId = id;
    if (mine !== opening) return;
    socket.open();
    listen(id);
  };

  return {
    state: computed(() => state.value),
    clockOffsetMs: computed(() => clockOffsetMs.value),
    get deviceId() {
      if (deviceId === null) throw new Error('The device has an id once the connection has been online');
      return deviceId;
    },
    open() {
      if (state.value !== 'closed') return;
      becomeConnecting();
      void start();
    },
    close() {
      opening += 1;
      stopFeed();
      cancelRetry();
      cancelOffline();
      socket.close();
      // The next login may be another person's: nothing of this one's stream is asked for again.
      lastEventId = null;
      seen.clear();
      state.value = 'closed';
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
