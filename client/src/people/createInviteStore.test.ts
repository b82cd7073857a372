import { expect, test } from 'vitest';
import { aLostSocket, aRefusal } from '../api/aRefusal.ts';
import { createFakeConnection } from '../api/fakeConnection.ts';
import { createVirtualClock } from '../api/virtualClock.ts';
import { aSessionView } from '../call/aSessionView.ts';
import type { MicrophoneTrouble } from '../call/Microphone.ts';
import { aPartner } from '../testing/builders.ts';
import { createInviteStore } from './createInviteStore.ts';

const DILNOZA = aPartner();
const JASUR = aPartner({ id: 'jasur', displayName: 'Jasur' });

function setUp({ userId = '0' } = {}) {
  const clock = createVirtualClock();
  const connection = createFakeConnection();
  const asked: string[] = [];
  const errors: Error[] = [];
  const server = { trouble: null as MicrophoneTrouble | null };
  const inThirtySeconds = (): string => new Date(clock.now() + 30_000).toISOString();
  const answer = async <T>(what: string, value: T): Promise<T> => {
    asked.push(what);
    const error = errors.shift();
    if (error !== undefined) throw error;
    return value;
  };
  const invites = createInviteStore({
    clock,
    connection,
    userId: () => userId,
    microphone: {
      async open() {
        asked.push('microphone');
        return server.trouble;
      },
    },
    api: {
      invites: {
        send: ({ userId: to }) => answer(`invite ${to}`, { inviteId: 'ours', expiresAt: inThirtySeconds() }),
        cancel: (inviteId) => answer(`cancel ${inviteId}`, null),
        answer: ({ inviteId, accept }) => answer(`${accept ? 'accept' : 'decline'} ${inviteId}`, null),
      },
    },
  });
  const invited = (inviteId = 'theirs', from = DILNOZA): void =>
    connection.emit({ type: 'invited', inviteId, from, expiresAt: inThirtySeconds() });
  const matched = (partner = DILNOZA): void =>
    connection.emit({ type: 'matched', session: aSessionView({ mode: 'invite', partner }) });
  const phases = () => [invites.outgoing.value.phase, invites.incoming.value.phase];
  return { clock, connection, asked, errors, server, invites, invited, matched, phases };
}

test('the microphone is asked for before anybody is invited', async () => {
  const { clock, asked, invites, matched, phases } = setUp();
  void invites.invite(DILNOZA);
  expect(invites.outgoing.value.phase).toBe('asking_microphone');
  await clock.advance(0);
  expect(asked).toEqual(['microphone', `invite ${DILNOZA.id}`]);
  expect(invites.outgoing.value).toMatchObject({
    phase: 'waiting',
    inviteId: 'ours',
    expiresAtMs: clock.now() + 30_000,
  });
  matched();
  expect(phases()).toEqual(['none', 'none']);
});

test('without a microphone nobody is invited and nobody is told yes', async () => {
  const { clock, asked, server, invites, invited } = setUp();
  server.trouble = 'refused';
  await invites.invite(DILNOZA);
  expect(invites.outgoing.value).toMatchObject({ phase: 'no_microphone', why: 'refused' });
  invites.giveUp();
  invited();
  await invites.accept();
  expect(invites.incoming.value).toMatchObject({ phase: 'no_microphone', why: 'refused' });
  expect(asked).toEqual(['microphone', 'microphone']);
  server.trouble = null;
  void invites.accept();
  await clock.advance(0);
  expect(asked.at(-1)).toBe('accept theirs');
});

test('an invitation is accepted once, after the microphone, and becomes a call', async () => {
  const { clock, asked, invites, invited, matched, phases } = setUp();
  invited();
  expect(invites.incoming.value).toMatchObject({ phase: 'open', person: DILNOZA });
  void invites.accept();
  void invites.accept();
  await clock.advance(0);
  expect(asked).toEqual(['microphone', 'accept theirs']);
  expect(invites.incoming.value.phase).toBe('accepting');
  matched();
  expect(phases()).toEqual(['none', 'none']);
  expect(clock.pending()).toBe(0);
});

test('declining is told, and the next who asked has their turn while there is time', async () => {
  const { clock, asked, invites, invited } = setUp();
  invited('one', DILNOZA);
  invited('two', JASUR);
  expect(invites.incoming.value).toMatchObject({ inviteId: 'one' });
  invites.decline();
  await clock.advance(0);
  expect(asked).toEqual(['decline one']);
  expect(invites.incoming.value).toMatchObject({ inviteId: 'two', person: JASUR });
  await clock.advance(30_000);
  expect(invites.incoming.value.phase).toBe('none');
});

test.each(['declined', 'cancelled', 'expired'] as const)(
  'the one who asked hears that it is %s',
  async (reason) => {
    const { clock, connection, invites } = setUp();
    await invites.invite(DILNOZA);
    connection.emit({ type: 'invite_over', inviteId: 'another', reason });
    expect(invites.outgoing.value.phase).toBe('waiting');
    connection.emit({ type: 'invite_over', inviteId: 'ours', reason });
    expect(invites.outgoing.value).toEqual({ phase: 'over', person: DILNOZA, reason });
    expect(clock.pending()).toBe(0);
  },
);

test('half a minute without a word is an answer', async () => {
  const { clock, invites } = setUp();
  await invites.invite(DILNOZA);
  await clock.advance(33_000);
  expect(invites.outgoing.value).toMatchObject({ phase: 'over', reason: 'expired' });
});

test('what was called off goes away; who had just said yes hears that it was too late', async () => {
  const { clock, connection, invites, invited } = setUp();
  invited();
  connection.emit({ type: 'invite_over', inviteId: 'theirs', reason: 'cancelled' });
  expect(invites.incoming.value.phase).toBe('none');
  invited('again');
  void invites.accept();
  await clock.advance(0);
  connection.emit({ type: 'invite_over', inviteId: 'again', reason: 'expired' });
  expect(invites.incoming.value).toMatchObject({ phase: 'refused', refusal: { code: 'INVITE_OVER' } });
});

test('a refusal says why, and inviting is the way to try again', async () => {
  const { clock, errors, invites } = setUp();
  errors.push(aRefusal('PARTNER_BUSY'));
  await invites.invite(DILNOZA);
  expect(invites.outgoing.value).toMatchObject({ phase: 'refused', refusal: { code: 'PARTNER_BUSY' } });
  void invites.invite(DILNOZA);
  await clock.advance(0);
  expect(invites.outgoing.value.phase).toBe('waiting');
});

test('a cut on the way is only a delay', async () => {
  const { clock, connection, asked, errors, invites, invited } = setUp();
  errors.push(aLostSocket(), aRefusal('NO_EVENT_STREAM'));
  void invites.invite(DILNOZA);
  await clock.advance(1_000);
  expect(invites.outgoing.value.phase).toBe('waiting');
  expect(asked.filter((what) => what.startsWith('invite')).length).toBe(3);
  invites.giveUp();
  invited();
  connection.state.value = 'offline';
  void invites.accept();
  await clock.advance(5_000);
  expect(asked.at(-1)).toBe('microphone');
  connection.state.value = 'online';
  await clock.advance(0);
  expect(asked.at(-1)).toBe('accept theirs');
});

test('the call of an invitation that was given up is not wanted, but that of a new one is', async () => {
  const { clock, invites } = setUp();
  const session = aSessionView({ mode: 'invite', partner: DILNOZA });
  await invites.invite(DILNOZA);
  expect(invites.acceptsMatch(session)).toBe(true);
  invites.giveUp();
  expect(invites.acceptsMatch(session)).toBe(false);
  expect(invites.acceptsMatch(aSessionView({ mode: 'roulette', partner: DILNOZA }))).toBe(true);
  void invites.invite(DILNOZA);
  await clock.advance(0);
  expect(invites.acceptsMatch(session)).toBe(true);
});

test('two who ask each other do not wait: one of them says yes for both', async () => {
  const first = setUp({ userId: '0' });
  await first.invites.invite(DILNOZA);
  first.invited();
  await first.clock.advance(0);
  expect(first.asked.at(-1)).toBe('accept theirs');
  const second = setUp({ userId: 'z' });
  await second.invites.invite(DILNOZA);
  second.invited();
  await second.clock.advance(0);
  expect(second.asked).not.toContain('accept theirs');
  expect(second.phases()).toEqual(['waiting', 'open']);
});

test('who is kept away neither rings nor waits', async () => {
  const { invites, invited, phases } = setUp();
  await invites.invite(DILNOZA);
  invited('two', JASUR);
  invited('three', DILNOZA);
  invites.keepAway(DILNOZA.id);
  expect(phases()).toEqual(['none', 'open']);
  invites.keepAway(JASUR.id);
  expect(phases()).toEqual(['none', 'none']);
});

test('giving up takes the invitation back, also one whose answer had not come yet', async () => {
  const { clock, asked, invites, phases } = setUp();
  await invites.invite(DILNOZA);
  invites.giveUp();
  expect(asked.at(-1)).toBe('cancel ours');
  expect(phases()).toEqual(['none', 'none']);

  void invites.invite(JASUR);
  while (asked.at(-1) !== `invite ${JASUR.id}`) await Promise.resolve();
  expect(invites.outgoing.value.phase).toBe('sending');
  invites.giveUp();
  await clock.advance(0);
  expect(asked.filter((what) => what === 'cancel ours')).toHaveLength(2);
  expect(phases()).toEqual(['none', 'none']);
});
