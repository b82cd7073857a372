import type { Signal } from '@suhbatdosh/server/contract';
import type { Api } from '../api/Api.ts';
import type { Clock } from '../api/Clock.ts';
import type { Connection } from '../api/Connection.ts';
import { createOutbox } from '../api/createOutbox.ts';

const SIGNALS_PER_CALL = 20;
const CANDIDATES_PER_DESCRIPTION = 60;
const CANDIDATE_BYTES = 512;
/**
 * A browser finds most candidates within moments of each other: the first goes at once, for a call may hang on it, and
 * one message carries those that follow.
 */
const GATHER_MS = 50;

type Item =
  | { type: 'signals'; sessionId: string; signals: Signal[] }
  | { type: 'connected'; sessionId: string; path: 'direct' | 'relay' }
  | { type: 'background'; sessionId: string; isBackground: boolean }
  | { type: 'end'; sessionId: string };

/** What a call tells the server: in order, again after a cut, and within the server's limits. */
export interface SessionSender {
  signal(sessionId: string, signal: Signal): void;
  connected(sessionId: string, path: 'direct' | 'relay'): void;
  background(sessionId: string, isBackground: boolean): void;
  /** What is not sent yet of any session is dropped: it is over. */
  end(sessionId: string): void;
  clear(): void;
}

interface SenderOptions {
  api: Pick<Api, 'session'>;
  connection: Pick<Connection, 'state'>;
  clock: Clock;
}

export function createSessionSender({ api, connection, clock }: SenderOptions): SessionSender {
  let gathered: Signal[] = [];
  let gatheredFor = '';
  let candidates = 0;
  let isGathering = false;
  let cancelFlush = (): void => {};

  const outbox = createOutbox<Item>({
    send(item) {
      switch (item.type) {
        case 'signals':
          return api.session.signal({ sessionId: item.sessionId, signals: item.signals });
        case 'connected':
          return api.session.connected({ sessionId: item.sessionId, path: item.path });
        case 'background':
          return api.session.background({ sessionId: item.sessionId, background: item.isBackground });
        case 'end':
          return api.session.end({ sessionId: item.sessionId });
      }
    },
    // A session that is over is told by its own event; a signal that the server will not have is made anew by the next attempt.
    onRefused: () => {},
    connection,
    clock,
  });

  const flush = (): void => {
    isGathering = false;
    cancelFlush();
    cancelFlush = () => {};
    while (gathered.length > 0) {
      outbox.push({ type: 'signals', sessionId: gatheredFor, signals: gathered.splice(0, SIGNALS_PER_CALL) });
    }
  };

  const clear = (): void => {
    isGathering = false;
    cancelFlush();
    cancelFlush = () => {};
    gathered = [];
    outbox.clear();
  };

  return {
    signal(sessionId, signal) {
      gatheredFor = sessionId;
      if (signal.type !== 'ice_candidate') {
        candidates = 0;
        gathered.push(signal);
        flush();
        return;
      }
      candidates += 1;
      const isTooLong = new TextEncoder().encode(JSON.stringify(signal.candidate)).length > CANDIDATE_BYTES;
      if (candidates > CANDIDATES_PER_DESCRIPTION || isTooLong) return;
      gathered.push(signal);
      if (isGathering) return;
      flush();
      isGathering = true;
      cancelFlush = clock.after(GATHER_MS, flush);
    },
    connected(sessionId, path) {
      flush();
      outbox.push({ type: 'connected', sessionId, path });
    },
    background(sessionId, isBackground) {
      outbox.push({ type: 'background', sessionId, isBackground });
    },
    end(sessionId) {
      clear();
      outbox.push({ type: 'end', sessionId });
    },
    clear,
  };
}
