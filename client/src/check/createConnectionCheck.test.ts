import { signal } from '@preact/signals';
import { expect, test } from 'vitest';
import { aRefusal } from '../api/aRefusal.ts';
import { createFakeConnection } from '../api/fakeConnection.ts';
import { createVirtualClock } from '../api/virtualClock.ts';
import type { MicrophoneTrouble } from '../call/Microphone.ts';
import { aStatus } from '../testing/builders.ts';
import { createConnectionCheck } from './createConnectionCheck.ts';
import { createFakeRelayPeers } from './fakeRelayPeers.ts';
import type { FakeNetwork } from './fakeRelayPeers.ts';

const TURN = ['turn:t?transport=udp', 'turn:t?transport=tcp', 'turns:t?transport=tcp'];
const SEEN = 'candidate:2 1 udp 1 198.51.100.1 40000 typ srflx raddr 10.0.0.2 rport 5000';

interface World extends FakeNetwork {
  urls: readonly string[];
  trouble: MicrophoneTrouble | null;
  rms: number;
  errors: Error[];
}

function setUp(change: Partial<World> = {}) {
  const world: World = {
    urls: TURN,
    openUrls: TURN,
    reflected: [SEEN],
    trouble: null,
    rms: 0.1,
    errors: [],
    ...change,
  };
  const clock = createVirtualClock();
  const connection = createFakeConnection();
  const peers = createFakeRelayPeers(world);
  let isMicrophoneOpen = false;
  let asked = 0;
  const check = createConnectionCheck({
    clock,
    connection,
    createPeerConnection: peers.create,
    microphone: {
      track: signal(null),
      trouble: signal(null),
      isInterrupted: signal(false),
      async open() {
        isMicrophoneOpen = world.trouble === null;
        return world.trouble;
      },
      revive: async () => {},
      change: async () => {},
      close: () => (isMicrophoneOpen = false),
    },
    meter: { follow: () => {}, rms: () => world.rms },
    api: {
      queue: { status: async () => aStatus() },
      turn: {
        async iceServers() {
          asked += 1;
          const error = world.errors.shift();
          if (error !== undefined) throw error;
          return {
            iceServers: [{ urls: [...world.urls], username: 'u', credential: 'c' }],
            iceTransportPolicy: 'all',
            expiresAt: new Date(clock.now() + 7_200_000).toISOString(),
          };
        },
      },
    },
  });
  const ofSteps = () => Object.values(check.results.value).map((result) => result.step);
  return {
    check,
    clock,
    connection,
    peers,
    world,
    ofSteps,
    asked: () => asked,
    isOpen: () => isMicrophoneOpen,
  };
}

test('where everything works every line turns green, and nothing is left open', async () => {
  const { check, clock, peers, ofSteps, isOpen } = setUp();
  check.run();
  expect(ofSteps()).toEqual(Array(6).fill('checking'));
  await clock.advance(1_000);
  expect(ofSteps()).toEqual(Array(6).fill('ok'));
  expect(check.level.value).toBeGreaterThan(0.5);
  expect(peers.openCount()).toBe(0);
  check.stop();
  expect(isOpen()).toBe(false);
  await clock.advance(10_000);
  expect(clock.pending()).toBe(0);
});

test('a network without UDP shows which way is left', async () => {
  const { check, clock, peers } = setUp({ openUrls: TURN.slice(1), reflected: null });
  check.run();
  await clock.advance(20_000);
  expect(check.results.value).toMatchObject({
    direct: { step: 'failed', why: 'closed' },
    relay_udp: { step: 'failed', why: 'closed' },
    relay_tcp: { step: 'ok' },
    relay_tls: { step: 'ok' },
  });
  expect(peers.openCount()).toBe(0);
});

test('what the server does not have is not called closed', async () => {
  const { check, clock } = setUp({ urls: ['stun:s'] });
  check.run();
  await clock.advance(1_000);
  expect(check.results.value).toMatchObject({
    direct: { step: 'ok' },
    relay_udp: { step: 'unavailable' },
    relay_tcp: { step: 'unavailable' },
    relay_tls: { step: 'unavailable' },
  });
});

test('a silent microphone is said to be silent, and to be heard as soon as it is', async () => {
  const { check, clock, world } = setUp({ rms: 0 });
  check.run();
  await clock.advance(7_000);
  expect(check.results.value.microphone.step).toBe('checking');
  await clock.advance(2_000);
  expect(check.results.value.microphone).toEqual({ step: 'failed', why: 'silent' });
  world.rms = 0.1;
  await clock.advance(1_000);
  expect(check.results.value.microphone.step).toBe('ok');
});

test('a refused microphone keeps the other lines', async () => {
  const { check, clock } = setUp({ trouble: 'refused' });
  check.run();
  await clock.advance(1_000);
  expect(check.results.value).toMatchObject({
    microphone: { step: 'failed', why: 'refused' },
    relay_tls: { step: 'ok' },
  });
});

test('credentials are asked for once, and a server that gives no more is said to be asked too often', async () => {
  const { check, clock, asked, world } = setUp({
    errors: [aRefusal('TOO_MANY_REQUESTS', { retryAfterMs: 60_000 })],
  });
  check.run();
  await clock.advance(1_000);
  expect(check.results.value.relay_udp).toEqual({ step: 'failed', why: 'too_many', retryAfterMs: 60_000 });
  expect(check.results.value.server.step).toBe('ok');
  for (let run = 0; run < 5; run++) {
    check.run();
    await clock.advance(1_000);
  }
  expect(check.results.value.relay_udp.step).toBe('ok');
  expect(asked()).toBe(2);
  expect(world.errors).toEqual([]);
});

test('without the server the ways cannot be tried, and it is waited for only so long', async () => {
  const { check, clock, connection, asked } = setUp();
  connection.state.value = 'offline';
  check.run();
  await clock.advance(6_000);
  for (const name of ['server', 'direct', 'relay_udp'] as const) {
    expect(check.results.value[name]).toEqual({ step: 'failed', why: 'unreachable' });
  }
  expect(asked()).toBe(0);
});

test('a run that was stopped tells nothing any more', async () => {
  const { check, clock, ofSteps, peers } = setUp({ openUrls: [], reflected: null });
  check.run();
  await clock.advance(100);
  check.stop();
  await clock.advance(30_000);
  expect(ofSteps().slice(2)).toEqual(Array(4).fill('checking'));
  expect(peers.openCount()).toBe(0);
});
