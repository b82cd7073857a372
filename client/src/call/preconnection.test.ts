import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BOTH_TALK, CALM, createPair, seeded, SESSION } from './twoCalls.ts';
import type { Side } from './twoCalls.ts';

/** Both pages are open and wait. */
function aWaitingPair(network = CALM) {
  const pair = createPair(network);
  pair.load();
  return pair;
}

test('two who connect ahead go on with the same connection when they are matched, without a word more', async () => {
  const pair = aWaitingPair();
  pair.prepare('offerer', 'answerer');
  await pair.clock.advance(2_500);
  expect(pair.phases()).toEqual(['none', 'none']);
  const [sent, opened] = [pair.signalsSent(), pair.peers.openedCount()];
  pair.tellMatched();
  expect(pair.phases()).toEqual(['connecting', 'connecting']);
  await pair.clock.advance(300);
  expect(pair.phases()).toEqual(BOTH_TALK);
  expect(pair.signalsSent()).toBe(sent);
  expect([opened, pair.peers.openedCount()]).toEqual([2, 2]);
  await pair.clock.advance(10_000);
  expect(pair.signalsSent()).toBe(sent);
});

test('each side says once that their silent connection stands', async () => {
  const pair = aWaitingPair();
  pair.prepare('offerer', 'answerer');
  expect(pair.prepared).toEqual([]);
  await pair.clock.advance(2_500);
  expect(pair.prepared.toSorted()).toEqual([`answerer ${SESSION}`, `offerer ${SESSION}`]);
  pair.tellMatched();
  await pair.clock.advance(10_000);
  expect(pair.phases()).toEqual(BOTH_TALK);
  expect(pair.prepared).toHaveLength(2);
});

test('when the server does not hear that it stands, the match comes all the same', async () => {
  const pair = aWaitingPair();
  pair.prepare('offerer', 'answerer');
  await pair.clock.advance(130);
  pair.server(true);
  await pair.clock.advance(100);
  pair.server(false);
  await pair.clock.advance(1_500);
  expect(pair.prepared).toEqual([]);
  pair.tellMatched();
  await pair.clock.advance(1_200);
  expect(pair.phases()).toEqual(BOTH_TALK);
});

test('a connection that begins with its match says nothing of the kind', async () => {
  const pair = aWaitingPair();
  pair.tellMatched();
  await pair.clock.advance(2_500);
  expect(pair.phases()).toEqual(BOTH_TALK);
  expect(pair.prepared).toEqual([]);
});

test('nobody has a voice in a connection before the match', async () => {
  const pair = aWaitingPair();
  pair.prepare('offerer', 'answerer');
  await pair.clock.advance(2_500);
  expect(pair.peers.opened().map(({ tracks }) => tracks)).toEqual([[null], [null]]);
  expect(pair.played).toEqual([]);
  pair.tellMatched();
  expect(pair.peers.opened().map(({ tracks }) => tracks.length)).toEqual([2, 2]);
  await pair.clock.advance(0);
  expect(pair.played).toHaveLength(2);
});

test.each([1, 60, 200, 400])('a match that comes %i ms after the first word is talked', async (afterMs) => {
  const pair = aWaitingPair();
  pair.prepare('offerer', 'answerer');
  await pair.clock.advance(afterMs);
  pair.tellMatched();
  await pair.clock.advance(1_200);
  expect(pair.phases()).toEqual(BOTH_TALK);
  expect(pair.peers.openCount()).toBe(2);
});

test.each<Side>(['offerer', 'answerer'])(
  'when only the %s connects ahead, the two connect as ever at the match',
  async (which) => {
    const pair = aWaitingPair();
    pair.prepare(which);
    await pair.clock.advance(2_500);
    pair.tellMatched();
    await pair.clock.advance(1_200);
    expect(pair.phases()).toEqual(BOTH_TALK);
    expect(pair.peers.openCount()).toBe(2);
  },
);

test('a pair that falls apart leaves nothing behind, and the next match is a new one', async () => {
  const pair = aWaitingPair();
  pair.prepare('offerer', 'answerer');
  await pair.clock.advance(1_000);
  for (const side of ['offerer', 'answerer'] as const) {
    pair.deliver(side, { type: 'prepare_cancelled', sessionId: SESSION });
  }
  expect(pair.peers.openCount()).toBe(0);
  expect(pair.phases()).toEqual(['none', 'none']);
  await pair.clock.advance(100);
  expect(pair.clock.pending()).toBe(0);
  pair.tellMatched('00000000-0000-7000-8000-00000000000f');
  await pair.clock.advance(1_200);
  expect(pair.phases()).toEqual(BOTH_TALK);
});

test('a match with somebody else closes what was prepared', async () => {
  const pair = aWaitingPair();
  pair.prepare('offerer', 'answerer');
  await pair.clock.advance(1_000);
  pair.tellMatched('00000000-0000-7000-8000-00000000000f');
  await pair.clock.advance(1_200);
  expect(pair.phases()).toEqual(BOTH_TALK);
  expect(pair.peers.openCount()).toBe(2);
  expect(pair.peers.openedCount()).toBe(4);
});

test.each<Side>(['offerer', 'answerer'])(
  'when the path breaks for the %s before the match, they connect anew at once',
  async (which) => {
    const pair = aWaitingPair();
    pair.prepare('offerer', 'answerer');
    await pair.clock.advance(1_000);
    pair.peers.losePath(which === 'offerer' ? 0 : 1);
    pair.tellMatched();
    await pair.clock.advance(1_200);
    expect(pair.phases()).toEqual(BOTH_TALK);
    expect(pair.peers.openCount()).toBe(2);
  },
);

test('who leaves the queue, or waits elsewhere, has nothing open', async () => {
  const pair = aWaitingPair();
  pair.leaveQueue('answerer');
  pair.prepare('offerer', 'answerer');
  expect(pair.peers.openCount()).toBe(1);
  pair.deliver('offerer', { type: 'queue_left', reason: 'left' });
  expect(pair.peers.openCount()).toBe(0);
});

test('a round that is never heard of again is forgotten', async () => {
  const pair = aWaitingPair();
  pair.prepare('offerer', 'answerer');
  await pair.clock.advance(10_500);
  expect(pair.peers.openCount()).toBe(0);
  expect(pair.clock.pending()).toBe(0);
});

test('over a relay that loses and reorders, whoever connects ahead and whenever the match comes, it is talked', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom<Side[]>(['offerer', 'answerer'], ['offerer'], ['answerer']),
      fc.integer({ min: 0, max: 3_000 }),
      fc.integer(),
      async (sides, atMs, seed) => {
        const pair = aWaitingPair({ random: seeded(seed), loss: 0.15, maxDelayMs: 600 });
        pair.prepare(...sides);
        await pair.clock.advance(atMs);
        pair.tellMatched();
        await pair.clock.advance(30_000);
        expect(pair.phases()).toEqual(BOTH_TALK);
        expect(pair.peers.openCount()).toBe(2);
      },
    ),
    { numRuns: 100, seed: 1 },
  );
}, 60_000);
