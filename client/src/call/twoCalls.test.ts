import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BOTH_TALK, CALM, createPair, seeded, SESSION } from './twoCalls.ts';
import type { Side } from './twoCalls.ts';

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
