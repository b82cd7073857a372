import { signal } from '@preact/signals';
import type { ServerEvent, SessionRole } from '@suhbatdosh/server/contract';
import type { Api } from '../api/Api.ts';
import { createFakeConnection } from '../api/fakeConnection.ts';
import type { FakeConnection } from '../api/fakeConnection.ts';
import { createMemoryKeyValueStore } from '../api/memoryKeyValueStore.ts';
import { createVirtualClock } from '../api/virtualClock.ts';
import { aQueueStatus } from '../queue/aQueueStatus.ts';
import { aSessionView } from './aSessionView.ts';
import type { Attention } from './controlMessages.ts';
import type { CallEngine } from './createCallStore.ts';
import { createCallStore } from './createCallStore.ts';
import { createDataLedger } from './createDataLedger.ts';
import { createPreconnection } from './createPreconnection.ts';
import { createFakePeers } from './fakePeers.ts';
import type { Speaker } from './createSpeaker.ts';

export const SESSION = aSessionView().id;
export type Side = SessionRole;
const SIDES: readonly Side[] = ['offerer', 'answerer'];
const other = (side: Side): Side => (side === 'offerer' ? 'answerer' : 'offerer');

interface Network {
  /** 0…1, asked for each message. */
  random: () => number;
  loss: number;
  maxDelayMs: number;
}

export const CALM: Network = { random: () => 0.5, loss: 0, maxDelayMs: 100 };

/** Two whole calls, a relay between them that may lose and reorder, and browsers that we wrote. */
export function createPair(network: Network) {
  const clock = createVirtualClock();
  const peers = createFakePeers(clock.now);
  const pages: Partial<Record<Side, { connection: FakeConnection; call: CallEngine; isAlive: boolean }>> = {};
  const tabs = { offerer: createMemoryKeyValueStore(), answerer: createMemoryKeyValueStore() };
  const reported: string[] = [];
  const ended: string[] = [];
  /** Who has said that a silent connection stands, and of which session. */
  const prepared: string[] = [];
  const servers = { isAway: false };
  const attentions = { offerer: signal<Attention>('here'), answerer: signal<Attention>('here') };
  const played: MediaStream[] = [];
  /** Who waits in the queue. */
  const waiting = new Set<Side>(SIDES);
  let ids = 0;
  let sent = 0;

  const deliver = (to: Side, event: ServerEvent): void => {
    const page = pages[to];
    if (page?.isAlive) page.connection.emit(event);
  };

  const relay = (to: Side, event: ServerEvent): void => {
    if (network.random() < network.loss) return;
    clock.after(20 + network.random() * network.maxDelayMs, () => deliver(to, event));
  };

  const apiOf = (side: Side, connection: FakeConnection): Pick<Api, 'session' | 'turn'> => ({
    turn: { iceServers: () => Promise.reject(new Error('not in this test')) },
    session: {
      async signal({ sessionId, signals }) {
        if (pages[side]?.connection !== connection) return;
        if (servers.isAway) throw new TypeError('fetch failed');
        sent += 1;
        relay(other(side), { type: 'signal', sessionId, signals });
      },
      connected: async ({ path }) => void reported.push(`${side} ${path}`),
      async background({ sessionId, background }) {
        if (servers.isAway) throw new TypeError('fetch failed');
        const state = background ? 'background' : 'connected';
        relay(other(side), { type: 'partner_state', sessionId, state });
      },
      chat: () => Promise.reject(new Error('not in this test')),
      takeOver: () => Promise.reject(new Error('not in this test')),
      async end({ sessionId }) {
        if (servers.isAway) throw new TypeError('fetch failed');
        ended.push(`${side} ${sessionId}`);
        deliver(side, { type: 'session_ended', sessionId, reason: 'left', requeued: false });
        deliver(other(side), {
          type: 'session_ended',
          sessionId,
          reason: 'partner_left',
          requeued: false,
        });
      },
    },
  });

  const load = (side: Side): void => {
    const connection = createFakeConnection(side);
    const page = { isAlive: true };
    const api = apiOf(side, connection);
    const newId = (): string => `id${++ids}`;
    const speaker: Speaker = {
      needsTap: signal(false),
      play: async (stream) => void (stream === null || played.push(stream)),
      warm: () => {},
      resume: async () => {},
      setOutput: () => {},
    };
    const preconnection = createPreconnection({
      speaker,
      clock,
      connection,
      newId,
      openPeer: peers.open,
      isWaiting: () => waiting.has(side),
      api: {
        ...api,
        queue: {
          async prepared({ sessionId }) {
            if (servers.isAway) throw new TypeError('fetch failed');
            prepared.push(`${side} ${sessionId}`);
          },
        },
      },
    });
    const call = createCallStore({
      clock,
      connection,
      newId,
      ledger: createDataLedger(tabs[side]),
      place: { isMine: () => true, take: () => {}, leave: () => {} },
      microphone: {
        track: signal(null),
        trouble: signal(null),
        isInterrupted: signal(false),
        open: async () => null,
        revive: async () => {},
        change: async () => {},
        close: () => {},
      },
      attention: attentions[side],
      routeForCall: () => {},
      openPeer: preconnection.open,
      takePreconnected: preconnection.take,
      speaker,
      meter: { rms: () => 0 },
      keepScreenOn: async () => null,
      acceptsMatch: () => true,
      api,
    });
    pages[side] = Object.assign(page, { connection, call });
  };

  const side = (which: Side) => {
    const page = pages[which];
    if (page === undefined) throw new Error('not loaded');
    return page;
  };

  return {
    clock,
    peers,
    reported,
    ended,
    prepared,
    played,
    signalsSent: () => sent,
    deliver,
    leaveQueue: (which: Side) => void waiting.delete(which),
    attentions,
    server(isAway: boolean) {
      servers.isAway = isAway;
      for (const page of Object.values(pages)) page.connection.state.value = isAway ? 'connecting' : 'online';
    },
    call: (which: Side) => side(which).call,
    phases: () => SIDES.map((which) => side(which).call.state.value.phase),
    /** What this side tells the server from now on is lost. */
    forget(which: Side) {
      side(which).connection.state.value = 'offline';
    },
    load() {
      for (const role of SIDES) load(role);
    },
    /** Tells these to connect ahead of the round; the other one's app does not know how. */
    prepare(...sides: Side[]) {
      const { iceServers, iceTransportPolicy } = aSessionView();
      for (const role of sides) {
        deliver(role, { type: 'prepare', sessionId: SESSION, role, iceServers, iceTransportPolicy });
      }
    },
    tellMatched(id = SESSION) {
      for (const role of SIDES) deliver(role, { type: 'matched', session: aSessionView({ id, role }) });
    },
    match(id = SESSION) {
      for (const role of SIDES) load(role);
      this.tellMatched(id);
    },
    /** The page is gone with all it held, and comes back after `awayMs` to a snapshot. */
    async reload(which: Side, awayMs = 500) {
      const old = side(which);
      const wasTalking = old.call.state.value.phase !== 'connecting';
      old.isAlive = false;
      old.call.reset();
      await clock.advance(awayMs);
      load(which);
      const session = aSessionView({ role: which, state: wasTalking ? 'active' : 'connecting' });
      const serverTime = new Date(clock.now()).toISOString();
      deliver(which, { type: 'snapshot', queue: aQueueStatus({ state: 'in_session' }), session, serverTime });
    },
  };
}

export const BOTH_TALK = ['talking', 'talking'];

/** A small generator with a seed, so that a failure can be run again (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
