import { computed, signal } from '@preact/signals';
import type { Mode, QueueStatus, ServerEvent, SessionView, Tolerance } from '@suhbatdosh/server/contract';
import type { Api } from '../api/Api.ts';
import type { Clock } from '../api/Clock.ts';
import type { Connection } from '../api/Connection.ts';
import { createOutbox } from '../api/createOutbox.ts';
import type { TabPlace } from '../api/createTabPlace.ts';
import { OFFLINE } from '../api/offlineRefusal.ts';
import { refusalOf } from '../api/refusalOf.ts';
import { repeat } from '../api/repeat.ts';
import { toRefusal } from '../api/toRefusal.ts';
import { whenOnline } from '../api/whenOnline.ts';
import type { Microphone } from '../call/Microphone.ts';
import { createPlaceGrace } from './createPlaceGrace.ts';
import type { QueueState, QueueStore } from './QueueStore.ts';

const ASK_STATUS_EVERY_MS = 15_000;
const REJOIN_AFTER_MS = 300;
const REJOINS_MAX = 20;
const NARROWEST: Tolerance = 0.5;
/** The server's default, until its first numbers are here. */
const USUAL_ROUND_MS = 20_000;

type Waiting = Extract<QueueState, { phase: 'waiting' }>;

interface QueueOptions {
  api: { queue: Omit<Api['queue'], 'prepared'> };
  connection: Connection;
  microphone: Pick<Microphone, 'open'>;
  place: TabPlace;
  clock: Clock;
}

export interface QueueEngine extends QueueStore {
  /** False while a `leave` is on its way: the server may have matched before it arrived. */
  acceptsMatch(): boolean;
  /** Whether this page has a place or has asked for one, and wants it: the server may find somebody before it answers. */
  isSearching(): boolean;
  /** For somebody else, or nobody, who is logged in now. */
  reset(): void;
}

export function createQueueStore(options: QueueOptions): QueueEngine {
  const { api, clock, connection, microphone, place } = options;
  const state = signal<QueueState>({ phase: 'idle' });
  const status = signal<QueueStatus | null>(null);
  let isLeaving = false;
  /** The server has put us back after a call, and its word on the place is still to come. */
  let isRequeued = false;
  let lastPlace: Waiting | null = null;
  /** How the two of the running call were found, for a page that did not wait for it itself; null: not seen. */
  let matchedMode: SessionView['mode'] | null = null;
  let watchers = 0;
  let stopAsking = (): void => {};
  let stopTrying = (): void => {};
  /** Counts `find`, `leave` and what the server decides, so that what an earlier `find` still awaits does nothing. */
  let turn = 0;

  const leaving = createOutbox<null>({
    send: async () => {
      await api.queue.leave();
      isLeaving = false;
    },
    onRefused: () => (isLeaving = false),
    connection,
    clock,
  });

  /** Before a join is asked for: a `leave` that was not told yet must not come after it. */
  const stopLeaving = (): void => {
    leaving.clear();
    isLeaving = false;
  };

  const tellLeaving = (): void => {
    if (isLeaving) return;
    isLeaving = true;
    leaving.push(null);
  };

  const become = (next: QueueState): void => {
    turn += 1;
    stopTrying();
    isRequeued = false;
    if (next.phase === 'waiting') lastPlace = next;
    state.value = next;
  };

  const wait = (at: Waiting): void => {
    const wasWaiting = state.value.phase === 'waiting';
    become(at);
    if (!wasWaiting) void keepMicrophone(at.mode);
  };

  const becomeWaiting = (next: QueueStatus): void => {
    if (next.mode === null || next.joinedAt === null) return;
    const joinedAtMs = Date.parse(next.joinedAt) - connection.clockOffsetMs.peek();
    wait({ phase: 'waiting', mode: next.mode, joinedAtMs, tolerance: toTolerance(next.tolerance) });
  };

  const join = async (mode: Mode, tries: number): Promise<void> => {
    const mine = turn;
    const again = (afterMs: number): void => {
      const cancel = clock.after(afterMs, () => {
        stopTrying = whenOnline(connection.state, () => void join(mode, tries + 1));
      });
      stopTrying = cancel;
    };
    try {
      const joined = await api.queue.join({ mode, deviceId: connection.deviceId, prepares: true });
      if (mine !== turn) return;
      status.value = joined;
      becomeWaiting(joined);
    } catch (error) {
      if (mine !== turn) return;
      const refusal = toRefusal(error);
      // The stream opens a moment after the socket, and a cut may come between: a second join is harmless.
      const isPassing = refusal.code === 'OFFLINE' || refusal.code === 'NO_EVENT_STREAM';
      if (isPassing && tries < REJOINS_MAX) {
        again(REJOIN_AFTER_MS);
      } else {
        place.leave();
        become({ phase: 'refused', mode, refusal });
      }
    }
  };

  const joinWhenOnline = (mode: Mode): void => {
    become({ phase: 'joining', mode });
    stopTrying = whenOnline(connection.state, () => {
      place.take();
      void join(mode, 0);
    });
  };

  const find = async (mode: Mode): Promise<void> => {
    become({ phase: 'asking_microphone', mode });
    const mine = turn;
    const trouble = await microphone.open();
    if (mine !== turn) return;
    if (trouble !== null) {
      become({ phase: 'no_microphone', mode, why: trouble });
      return;
    }
    stopLeaving();
    joinWhenOnline(mode);
  };

  const leave = (): void => {
    const { phase } = state.value;
    const mayHavePlace = phase === 'joining' || phase === 'waiting' || isRequeued;
    become({ phase: 'idle' });
    place.leave();
    if (mayHavePlace) tellLeaving();
  };

  /** It is open already, but after a reload; then the browser does not ask again, as a rule. */
  const keepMicrophone = async (mode: Mode): Promise<void> => {
    const trouble = await microphone.open();
    if (trouble === null || state.value.phase !== 'waiting') return;
    leave();
    become({ phase: 'no_microphone', mode, why: trouble });
  };

  const follow = (next: QueueStatus): void => {
    status.value = next;
    const { phase } = state.value;
    if (isLeaving || !place.isMine() || next.state !== 'waiting') return;
    if (phase === 'idle' || phase === 'waiting' || phase === 'joining') becomeWaiting(next);
  };

  /** The place that we believe to have; null: we do not. */
  const believedPlace = (): Extract<QueueState, { phase: 'waiting' | 'joining' }> | null => {
    const now = state.value;
    return now.phase === 'waiting' || (now.phase === 'joining' && isRequeued) ? now : null;
  };

  /** What the server says of that place. @param onGone it knows of none */
  const followPlace = (next: QueueStatus, onGone: (mode: Mode) => void): void => {
    const believed = believedPlace();
    follow(next);
    if (believed === null || next.state === 'waiting') return;
    if (next.state === 'in_session') become({ phase: 'idle' });
    else onGone(believed.mode);
  };

  const lose = (why: 'taken_elsewhere' | 'expired'): void => {
    const before = state.value;
    if (before.phase !== 'waiting' && before.phase !== 'joining') return;
    place.leave();
    become({ phase: 'lost', mode: before.mode, why });
  };

  const placeKeptUntilMs = createPlaceGrace(connection, clock, () => {
    if (believedPlace() === null) return;
    lose('expired');
    // Should the server have noticed the cut later than we did, it must not find a partner for nobody.
    tellLeaving();
  });

  const requeue = async (): Promise<void> => {
    place.take();
    if (lastPlace === null)
      become({ phase: 'joining', mode: matchedMode === 'level' ? 'level' : 'roulette' });
    else wait(lastPlace);
    isRequeued = true;
    const mine = turn;
    try {
      const now = await api.queue.status();
      if (mine === turn) followPlace(now, () => lose('expired'));
    } catch {
      // The next `queue_status`, or the snapshot after a cut, tells the same.
    }
  };

  connection.onEvent((event: ServerEvent) => {
    switch (event.type) {
      case 'snapshot':
        if (event.session !== null) matchedMode = event.session.mode;
        // An end of the place is told as `queue_left`; without that word the server has forgotten its queue.
        followPlace(event.queue, joinWhenOnline);
        return;
      case 'queue_joined':
      case 'queue_status':
        follow(event.status);
        return;
      case 'queue_left':
        if (event.reason !== 'left') lose(event.reason);
        else if (state.value.phase === 'waiting') become({ phase: 'idle' });
        return;
      case 'taken_elsewhere':
        if (event.deviceId !== connection.deviceId) lose('taken_elsewhere');
        return;
      case 'matched':
        matchedMode = event.session.mode;
        if (!isLeaving) become({ phase: 'idle' });
        return;
      case 'session_ended':
        if (event.requeued) void requeue();
        return;
      default:
    }
  });

  const ask = (): void => {
    if (connection.state.peek() !== 'online' || state.peek().phase === 'waiting') return;
    api.queue.status().then(
      (next) => (status.value = next),
      () => {
        // Numbers that could not be had are old, not wrong; the next question comes soon.
      },
    );
  };

  return {
    state: computed(() => state.value),
    status: computed(() => status.value),
    roundMs: computed(() => status.value?.roundMs ?? USUAL_ROUND_MS),
    placeKeptUntilMs,
    serverNow: () => clock.now() + connection.clockOffsetMs.peek(),
    find,
    async leave() {
      leave();
    },
    async widen(tolerance) {
      if (connection.state.peek() !== 'online') return OFFLINE;
      return refusalOf(api.queue.widen({ tolerance }).then(follow));
    },
    watch() {
      watchers += 1;
      if (watchers === 1) stopAsking = repeat(clock, ASK_STATUS_EVERY_MS, ask);
      let isWatching = true;
      return () => {
        if (!isWatching) return;
        isWatching = false;
        watchers -= 1;
        if (watchers === 0) stopAsking();
      };
    },
    acceptsMatch: () => !isLeaving,
    isSearching: () => !isLeaving && (state.peek().phase === 'waiting' || state.peek().phase === 'joining'),
    reset() {
      stopLeaving();
      place.leave();
      become({ phase: 'idle' });
      status.value = null;
    },
  };
}

function toTolerance(value: number | null): Tolerance {
  return value === 1 || value === 1.5 ? value : NARROWEST;
}
