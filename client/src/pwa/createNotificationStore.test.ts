import { TRPCClientError } from '@trpc/client';
import type { PushPreferences } from '@suhbatdosh/server/contract';
import { describe, expect, test } from 'vitest';
import { createMemoryKeyValueStore } from '../api/memoryKeyValueStore.ts';
import type { PushSupport } from '../api/PushBrowser.ts';
import { createFakePushBrowser } from '../testing/fakePushBrowser.ts';
import { createNotificationStore } from './createNotificationStore.ts';

const UNSET: PushPreferences = {
  partnerWaiting: false,
  quietFrom: '22:00',
  quietTo: '08:00',
  timeZone: 'Asia/Tashkent',
};
const ON: PushPreferences = { ...UNSET, partnerWaiting: true };

function aDevice({ support, isInstalled = false }: { support?: PushSupport; isInstalled?: boolean } = {}) {
  const { browser, fake } = createFakePushBrowser();
  const server = {
    key: 'key-1',
    preferences: UNSET,
    endpoints: [] as string[],
    /** Nothing gets through. */
    isAway: false,
  };
  const device = createMemoryKeyValueStore();
  const timeZone = { name: 'Asia/Tashkent' };
  const answer = async <T>(value: () => T): Promise<T> => {
    if (server.isAway) throw new TRPCClientError('no network');
    return value();
  };
  const open = () =>
    createNotificationStore({
      api: {
        push: {
          publicKey: () => answer(() => ({ key: server.key })),
          subscribe: ({ endpoint }) => answer(() => server.endpoints.push(endpoint)),
          unsubscribe: ({ endpoint }) =>
            answer(() => (server.endpoints = server.endpoints.filter((each) => each !== endpoint))),
          preferences: () => answer(() => server.preferences),
          setPreferences: (wanted) => answer(() => (server.preferences = wanted)),
        },
      },
      support: support ?? browser,
      device,
      timeZone: () => timeZone.name,
      isInstalled: () => isInstalled,
    });
  return { fake, server, timeZone, open, store: open() };
}

async function aDeviceTurnedOn() {
  const device = aDevice();
  await device.store.turnOn();
  return device;
}

describe('turning on', () => {
  test('asks the person first, then subscribes and opts in', async () => {
    const { store, fake, server } = await aDeviceTurnedOn();
    expect(fake.calls[0]).toBe('ask');
    expect(server.endpoints).toEqual([fake.subscription?.endpoint]);
    expect(server.preferences).toEqual(ON);
    expect(store.state.value).toEqual({ phase: 'on', preferences: ON, isSaving: false, trouble: null });
  });

  test('is shown while it goes on', () => {
    const { store } = aDevice();
    void store.turnOn();
    expect(store.state.value.phase).toBe('turning_on');
  });

  test('is not overtaken by the look of the start, which is late on a slow phone', async () => {
    const { store } = aDevice();
    const turnedOn = store.turnOn();
    await Promise.all([store.look(), turnedOn]);
    expect(store.state.value.phase).toBe('on');
  });

  test.each([
    ['denied', { phase: 'denied' }],
    ['default', { phase: 'off', trouble: null }],
  ] as const)('that the person answers with %s subscribes nothing', async (given, state) => {
    const { store, fake, server } = aDevice();
    fake.answer = given;
    await store.turnOn();
    expect(store.state.value).toEqual(state);
    expect(fake.calls).toEqual(['ask']);
    expect(server.endpoints).toEqual([]);
  });

  test.each([
    ['the browser says no by itself', 'NotAllowedError', { phase: 'denied' }],
    ['its push service is away', 'AbortError', { phase: 'off', trouble: 'no_service' }],
    ['the phone is full', 'QuotaExceededError', { phase: 'off', trouble: 'no_service' }],
    ['it never answers', 'TimeoutError', { phase: 'off', trouble: 'no_service' }],
  ] as const)('when %s says so', async (_, name, state) => {
    const { store, fake, server } = aDevice();
    fake.failure = new DOMException('no', name);
    await store.turnOn();
    expect(store.state.value).toEqual(state);
    expect(server.preferences).toEqual(UNSET);
  });

  test('without a worker says so', async () => {
    const { store, fake } = aDevice();
    fake.isBare = true;
    await store.turnOn();
    expect(store.state.value).toEqual({ phase: 'off', trouble: 'no_service' });
  });

  test('while the server is away says so', async () => {
    const { store, server } = aDevice();
    server.isAway = true;
    await store.turnOn();
    expect(store.state.value).toMatchObject({ phase: 'off', trouble: { code: 'OFFLINE' } });
  });
});

describe('at a start', () => {
  test('a subscription is told to the server again, for it may have changed', async () => {
    const { fake, server, open } = await aDeviceTurnedOn();
    server.endpoints = [];
    const later = open();
    await later.look();
    expect(server.endpoints).toEqual([fake.subscription?.endpoint]);
    expect(later.state.value.phase).toBe('on');
  });

  test('one that was made with an old key of the server is made anew', async () => {
    const { fake, server, open } = await aDeviceTurnedOn();
    const before = fake.subscription?.endpoint;
    server.key = 'key-2';
    await open().look();
    expect(fake.subscription).toMatchObject({ serverKey: 'key-2' });
    expect(fake.subscription?.endpoint).not.toBe(before);
    expect(server.endpoints.at(-1)).toBe(fake.subscription?.endpoint);
  });

  test('one that the browser has lost is off', async () => {
    const { fake, open } = await aDeviceTurnedOn();
    fake.subscription = null;
    const later = open();
    await later.look();
    expect(later.state.value).toEqual({ phase: 'off', trouble: null });
  });

  test('a permission that was taken back is said', async () => {
    const { fake, open } = await aDeviceTurnedOn();
    fake.permission = 'denied';
    const later = open();
    await later.look();
    expect(later.state.value).toEqual({ phase: 'denied' });
  });

  test('in another zone the quiet hours move along', async () => {
    const { server, timeZone, open } = await aDeviceTurnedOn();
    timeZone.name = 'Europe/Berlin';
    await open().look();
    expect(server.preferences).toEqual({ ...ON, timeZone: 'Europe/Berlin' });
  });

  test('the subscription of somebody who has not asked is not told', async () => {
    const { server, open } = await aDeviceTurnedOn();
    server.preferences = UNSET;
    server.endpoints = [];
    const later = open();
    await later.look();
    expect(later.state.value).toEqual({ phase: 'off', trouble: null });
    expect(server.endpoints).toEqual([]);
  });

  test('without a worker notifications are not to be had', async () => {
    const { store, fake } = aDevice();
    fake.isBare = true;
    await store.look();
    expect(store.state.value).toEqual({ phase: 'unsupported' });
  });

  test('while the server is away nothing is claimed', async () => {
    const { server, open } = await aDeviceTurnedOn();
    server.isAway = true;
    const later = open();
    await later.look();
    expect(later.state.value).toEqual({ phase: 'unknown' });
  });
});

describe('turning off and logging out', () => {
  test('this device alone is taken out, at once', async () => {
    const { store, fake, server } = await aDeviceTurnedOn();
    const done = store.turnOff();
    expect(store.state.value).toEqual({ phase: 'off', trouble: null });
    await done;
    expect([fake.subscription, server.endpoints]).toEqual([null, []]);
    expect(server.preferences.partnerWaiting, 'another device may still want to be woken').toBe(true);
  });

  test('nobody who logs in next on this phone is woken in this one’s name', async () => {
    const { store, fake } = await aDeviceTurnedOn();
    store.reset();
    await expect.poll(() => fake.subscription).toBeNull();
    expect(store.state.value).toEqual({ phase: 'unknown' });
  });
});

describe('quiet hours', () => {
  test('are kept, turned off and on', async () => {
    const { store, server } = await aDeviceTurnedOn();
    await store.setQuiet({ from: '23:00', to: '07:30' });
    expect(server.preferences).toEqual({ ...ON, quietFrom: '23:00', quietTo: '07:30' });
    await store.setQuiet(null);
    expect(server.preferences).toEqual({ ...ON, quietFrom: null, quietTo: '07:30' });
  });

  test('that are refused go back, with the reason', async () => {
    const { store, server } = await aDeviceTurnedOn();
    server.isAway = true;
    const saving = store.setQuiet(null);
    expect(store.state.value).toMatchObject({ isSaving: true, preferences: { quietFrom: null } });
    await saving;
    expect(store.state.value).toMatchObject({ preferences: ON, trouble: { code: 'OFFLINE' } });
  });
});

describe('the offer', () => {
  test('comes after the first talk, and never again after a no', async () => {
    const { store, open } = aDevice();
    await store.look();
    expect(store.isOffered.value).toBe(false);
    store.noteTalk();
    expect(store.isOffered.value).toBe(true);
    const later = open();
    await later.look();
    expect(later.isOffered.value).toBe(true);
    later.declineOffer();
    expect(later.isOffered.value).toBe(false);
    const evenLater = open();
    await evenLater.look();
    expect(evenLater.isOffered.value).toBe(false);
  });

  test('comes in the installed app at once', async () => {
    const { store } = aDevice({ isInstalled: true });
    await store.look();
    expect(store.isOffered.value).toBe(true);
  });

  test('is not made where it could not be kept, or is on already', async () => {
    const { fake, store } = aDevice({ isInstalled: true });
    fake.permission = 'denied';
    await store.look();
    expect(store.isOffered.value).toBe(false);
    const { store: on } = await aDeviceTurnedOn();
    on.noteTalk();
    expect(on.isOffered.value).toBe(false);
    for (const support of ['needs_install', 'unsupported'] as const) {
      const bare = aDevice({ support, isInstalled: true }).store;
      await bare.look();
      await bare.turnOn();
      expect([bare.state.value, bare.isOffered.value]).toEqual([{ phase: support }, false]);
    }
  });
});
