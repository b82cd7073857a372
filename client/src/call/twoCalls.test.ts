import { signal } from '@preact/signals';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ServerEvent, SessionRole } from '@suhbatdosh/server/contract';
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
import { createFakePeers } from './fakePeers.ts';

const SESSION = aSessionView().id;
type Side = SessionRole;
const other = (side: Side): Side => (side === 'offerer' ? 'answerer' : 'offerer');

interface Network {
  /** 0…1, asked for each message. */
  random: () => number;
  loss: number;
  maxDelayMs: number;
}

const CALM: Network = { random: () => 0.5, loss: 0, maxDelayMs: 100 };

/** Two whole calls, a relay between them that may lose and reorder, and browsers that we wrote. */
function createPair(network: Network) {
  const clock = createVirtualClock();
  const peers = createFakePeers(clock.now);
  const pages: Partial<Record<Side, { connection: FakeConnection; call: CallEngine; isAlive: boolean }>> = {};
  const tabs = { offerer: createMemoryKeyValueStore(), answerer: createMemoryKeyValueStore() };
  const reported: string[] = [];
  const ended: string[] = [];
  const servers = { isAway: false };
  const attentions = { offerer: signal<Attention>('here'), answerer: signal<Attention>('here') };
  let ids = 0;

  const deliver = (to: Side, event: ServerEvent): void => {
    const page = pages[to];
    if (page?.isAlive) page.connection.emit(event);
  };

  const relay = (to: Side, event: ServerEvent): void => {
    if (network.random() < network.loss) return;
    clock.after(20 + network.random() * network.maxDelayMs, () => deliver(to, event));
  };

  const load = (side: Side): void => {
    const connection = createFakeConnection(side);
    const page = { isAlive: true };
    const call = createCallStore({
      clock,
      connection,
      newId: () => `id${++ids}`,
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
      openPeer: peers.open,
      speaker: { needsTap: signal(false), play: async () => {}, resume: async () => {}, setOutput: () => {} },
      meter: { follow: () => {}, rms: () => 0 },
      keepScreenOn: async () => null,
      acceptsMatch: () => true,
      api: {
        session: {
          async signal({ sessionId, signals }) {
            if (pages[side]?.connection !== connection) return;
            if (servers.isAway) throw new TypeError('fetch failed');
            relay(other(side), { type: 'signal', sessionId, signals });
          },
          connected: async ({ path }) => void reported.push(`${side} ${path}`),
          async background({ sessionId, background }) {
            if (servers.isAway) throw new TypeError('fetch failed');
            const state = background ? 'background' : 'connected';
            relay(other(side), { type: 'partner_state', sessionId, state });
          },
          chat: () => Promise.reject(new Error('not in this test')),
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
      },
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
    attentions,
    server(isAway: boolean) {
      servers.isAway = isAway;
      for (const page of Object.values(pages)) page.connection.state.value = isAway ? 'connecting' : 'online';
    },
    call: (which: Side) => side(which).call,
    phases: () => (['offerer', 'answerer'] as const).map((which) => side(which).call.state.value.phase),
    /** What this side tells the server from now on is lost. */
    forget(which: Side) {
      side(which).connection.state.value = 'offline';
    },
    match(id = SESSION) {
      for (const role of ['offerer', 'answerer'] as const) {
        load(role);
        deliver(role, { type: 'matched', session: aSessionView({ id, role }) });
      }
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

const BOTH_TALK = ['talking', 'talking'];

test('two who are matched hear each other within a second, and both say so', async () => {
  const pair = createPair(CALM);
  pair.match();
  await pair.clock.advance(1_000);
  expect(pair.phases()).toEqual(BOTH_TALK);
  expect(pair.reported.sort()).toEqual(['answerer direct', 'offerer direct']);
});

for (const which of ['offerer', 'answerer'] as const) {
  test(`the ${which} may reload in the middle of a talk`, async () => {
    const pair = createPair(CALM);
    pair.match();
    await pair.clock.advance(10_000);
    await pair.reload(which);
    await pair.clock.advance(2_000);
    expect(pair.phases()).toEqual(BOTH_TALK);
    expect(pair.peers.openCount()).toBe(2);
  });
}

test('what a call has cost is counted on after a reload, and from nothing in the next call', async () => {
  const pair = createPair(CALM);
  pair.match();
  await pair.clock.advance(60_000);
  const spent = pair.call('offerer').dataBytes.value;
  expect(spent).toBeGreaterThan(100_000);
  await pair.reload('offerer');
  await pair.clock.advance(5_000);
  expect(pair.call('offerer').dataBytes.value).toBeGreaterThan(spent - 50_000);
  await pair.call('offerer').hangUp();
  pair.match('next');
  expect(pair.call('offerer').dataBytes.value).toBe(0);
});

test('both may reload at once', async () => {
  const pair = createPair(CALM);
  pair.match();
  await pair.clock.advance(10_000);
  await Promise.all([pair.reload('offerer', 0), pair.reload('answerer', 0)]);
  await pair.clock.advance(3_000);
  expect(pair.phases()).toEqual(BOTH_TALK);
});

test('a path that breaks is mended within three seconds, and the talk is the same', async () => {
  const pair = createPair(CALM);
  pair.match();
  await pair.clock.advance(10_000);
  const { state, quality } = pair.call('offerer');
  const before = state.value;
  const seen: string[] = [];
  state.subscribe(({ phase }) => void (seen.at(-1) === phase || seen.push(phase)));
  quality.subscribe((word) => seen.push(word));
  pair.peers.breakPaths();
  await pair.clock.advance(3_000);
  expect(seen).toEqual(['talking', 'good', 'lost', 'reconnecting', 'good', 'talking']);
  expect(pair.phases()).toEqual(BOTH_TALK);
  expect(state.value).toEqual(before);
});

test('both sides change their network in the same moment, and nobody is cut', async () => {
  const pair = createPair(CALM);
  pair.match();
  await pair.clock.advance(10_000);
  pair.call('offerer').hint('network_changed');
  pair.call('answerer').hint('network_changed');
  await pair.clock.advance(3_000);
  expect(pair.phases()).toEqual(BOTH_TALK);
  expect(pair.peers.openCount()).toBe(2);
});

test('muting is told to the other side', async () => {
  const pair = createPair(CALM);
  pair.match();
  await pair.clock.advance(2_000);
  pair.call('offerer').toggleMute();
  expect(pair.call('offerer').isMuted.value).toBe(true);
  expect(pair.call('answerer').partnerMuted.value).toBe(true);
});

test('hanging up ends it for both, once, and leaves no peer and no timer', async () => {
  const pair = createPair(CALM);
  pair.match();
  await pair.clock.advance(5_000);
  await pair.call('answerer').hangUp();
  await pair.clock.advance(1_000);
  expect(pair.call('answerer').state.value).toMatchObject({
    phase: 'ended',
    reason: 'left',
    sessionId: SESSION,
  });
  expect(pair.call('offerer').state.value).toMatchObject({ phase: 'ended', reason: 'partner_left' });
  expect(pair.peers.openCount()).toBe(0);
  expect(pair.clock.pending()).toBe(0);
  pair.call('offerer').dismiss();
  expect(pair.call('offerer').state.value).toEqual({ phase: 'none' });
});

test('hanging up while the server is away ends it for both at once, and the server hears of it afterwards', async () => {
  const pair = createPair(CALM);
  pair.match();
  await pair.clock.advance(5_000);
  pair.server(true);
  const seen: string[] = [];
  pair.call('offerer').state.subscribe(({ phase }) => void seen.push(phase));
  await pair.call('answerer').hangUp();
  expect(pair.call('answerer').state.value).toMatchObject({ phase: 'ended', reason: 'left' });
  expect(pair.call('offerer').state.value).toMatchObject({ phase: 'ended', reason: 'partner_left' });
  await pair.clock.advance(10_000);
  expect(pair.ended).toEqual([]);
  pair.server(false);
  await pair.clock.advance(2_000);
  expect(pair.ended.sort()).toEqual([`answerer ${SESSION}`, `offerer ${SESSION}`]);
  expect(seen).toEqual(['talking', 'ended']);
  expect(pair.clock.pending()).toBe(0);
});

test('a hang-up that both the partner and the server tell ends the talk once', async () => {
  const pair = createPair(CALM);
  pair.match();
  await pair.clock.advance(5_000);
  const seen: string[] = [];
  pair.call('offerer').state.subscribe(({ phase }) => void seen.push(phase));
  await pair.call('answerer').hangUp();
  await pair.clock.advance(10_000);
  expect(seen).toEqual(['talking', 'ended']);
  expect(pair.ended).toEqual([`answerer ${SESSION}`]);
});

test('a partner who says goodbye and never tells the server is not waited for', async () => {
  const pair = createPair(CALM);
  pair.match();
  await pair.clock.advance(5_000);
  pair.forget('answerer');
  await pair.call('answerer').hangUp();
  expect(pair.ended).toEqual([]);
  await pair.clock.advance(3_000);
  expect(pair.ended).toEqual([`offerer ${SESSION}`]);
});

test('while the server is away a change of network is still talked through, and what it tells late disturbs nobody', async () => {
  const pair = createPair(CALM);
  pair.match();
  await pair.clock.advance(10_000);
  pair.server(true);
  pair.call('answerer').hint('network_changed');
  await pair.clock.advance(3_000);
  pair.call('offerer').hint('network_changed');
  await pair.clock.advance(3_000);
  const seen: string[] = [];
  pair.call('offerer').state.subscribe(({ phase }) => void (seen.at(-1) === phase || seen.push(phase)));
  pair.server(false);
  await pair.clock.advance(10_000);
  expect(seen).toEqual(['talking']);
  expect(pair.phases()).toEqual(BOTH_TALK);
});

test('an app in the background, or one that lost its microphone, is told to the partner and told back', async () => {
  const pair = createPair(CALM);
  pair.match();
  await pair.clock.advance(5_000);
  const shown = pair.call('offerer').partnerAttention;
  pair.attentions.answerer.value = 'background';
  await pair.clock.advance(2_000);
  expect(shown.value).toBe('background');
  pair.attentions.answerer.value = 'interrupted';
  expect(shown.value).toBe('interrupted');
  pair.attentions.answerer.value = 'here';
  expect(shown.value).toBe('here');
  await pair.clock.advance(2_000);
  expect(shown.value).toBe('here');
});

test('somebody who never comes back is given up after 30 seconds', async () => {
  const pair = createPair(CALM);
  pair.match();
  await pair.clock.advance(5_000);
  void pair.reload('answerer', 600_000);
  await pair.clock.advance(29_000);
  expect(pair.call('offerer').state.value.phase).toBe('reconnecting');
  await pair.clock.advance(3_000);
  expect(pair.call('offerer').state.value).toMatchObject({ phase: 'ended', reason: 'partner_lost' });
});

/** A small generator with a seed, so that a failure can be run again (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

test('over a relay that loses and reorders, any single reload at any moment is talked through', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom<Side>('offerer', 'answerer'),
      fc.integer({ min: 0, max: 6_000 }),
      fc.integer(),
      async (which, atMs, seed) => {
        const pair = createPair({ random: seeded(seed), loss: 0.15, maxDelayMs: 600 });
        pair.match();
        await pair.clock.advance(atMs);
        await pair.reload(which);
        await pair.clock.advance(38_000);
        expect(pair.phases()).toEqual(BOTH_TALK);
        expect(pair.peers.openCount()).toBe(2);
      },
    ),
    { numRuns: 60, seed: 1 },
  );
}, 60_000);
