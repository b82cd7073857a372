import { expect, test } from 'vitest';
import { createFakeConnection } from '../api/fakeConnection.ts';
import { createVirtualClock } from '../api/virtualClock.ts';
import { aSessionView } from './aSessionView.ts';
import { createCredentials } from './createCredentials.ts';

const LIFE_MS = 2 * 3_600_000;

function setUp() {
  const clock = createVirtualClock();
  const connection = createFakeConnection('phone');
  const configured: unknown[] = [];
  let answer: () => Promise<void> = async () => {};
  const serversUntil = (endsAtMs: number) => [
    { urls: ['turn:turn.example'], username: `${Math.floor(endsAtMs / 1_000)}:name`, credential: 'c' },
  ];
  const credentials = createCredentials({
    clock,
    connection,
    api: {
      turn: {
        async iceServers() {
          await answer();
          const expiresAt = new Date(clock.now() + LIFE_MS).toISOString();
          return { iceServers: serversUntil(clock.now() + LIFE_MS), iceTransportPolicy: 'all', expiresAt };
        },
      },
    },
  });
  return {
    clock,
    connection,
    configured,
    credentials,
    serverAnswers: (next: () => Promise<void>) => void (answer = next),
    note: (iceServers = serversUntil(clock.now() + LIFE_MS)) =>
      credentials.note({ ...aSessionView(), iceServers }),
    freshen: () => credentials.freshen({ configure: ({ iceServers }) => void configured.push(iceServers) }),
  };
}

test('credentials are renewed when less than half of their life is left, and then are fresh', async () => {
  const { clock, note, freshen, configured } = setUp();
  // The names of credentials count from 1970, and so does the clock here.
  await clock.advance(1_700_000_000_000);
  note();
  await clock.advance(LIFE_MS / 2 - 2_000);
  expect(freshen()).toBeNull();
  await clock.advance(4_000);
  await freshen();
  expect(configured).toHaveLength(1);
  expect(freshen()).toBeNull();
});

test('a server that does not answer holds up a restart for a second at most', async () => {
  const { clock, note, freshen, configured, serverAnswers } = setUp();
  await clock.advance(1_700_000_000_000);
  note();
  await clock.advance(LIFE_MS);
  serverAnswers(() => new Promise(() => {}));
  let isOver = false;
  void freshen()?.then(() => (isOver = true));
  await clock.advance(900);
  expect(isOver).toBe(false);
  await clock.advance(200);
  expect([isOver, configured]).toEqual([true, []]);
  serverAnswers(() => Promise.reject(new Error('busy')));
  await freshen();
  expect(configured).toEqual([]);
});

test('nothing is asked while the server is away, nor where there is no relay', async () => {
  const { clock, connection, note, freshen } = setUp();
  expect(freshen()).toBeNull();
  await clock.advance(1_700_000_000_000);
  note([]);
  await clock.advance(LIFE_MS);
  expect(freshen()).toBeNull();
  note();
  await clock.advance(LIFE_MS);
  connection.state.value = 'offline';
  expect(freshen()).toBeNull();
});
