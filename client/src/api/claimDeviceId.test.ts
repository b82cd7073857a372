import { expect, test } from 'vitest';
import { claimDeviceId } from './claimDeviceId.ts';
import type { TabLocks } from './claimDeviceId.ts';
import type { KeyValueStore } from './KeyValueStore.ts';
import { createMemoryKeyValueStore } from './memoryKeyValueStore.ts';
import { createVirtualClock } from './virtualClock.ts';

/** The browser's locks: one holder a name, the others wait. */
function createFakeLocks() {
  const held = new Map<string, () => void>();
  const waiting: { name: string; admit: () => void }[] = [];
  const locks: TabLocks = {
    hold: (name, signal) =>
      new Promise((resolve) => {
        const admit = () => {
          if (signal.aborted) return;
          held.set(name, () => {});
          resolve(true);
        };
        signal.addEventListener('abort', () => resolve(false));
        if (held.has(name)) waiting.push({ name, admit });
        else admit();
      }),
  };
  const tabDies = (name: string) => {
    held.delete(name);
    waiting.filter((other) => other.name === name).forEach((other) => other.admit());
  };
  return { locks, tabDies, names: () => [...held.keys()] };
}

function setUp(locks: TabLocks | null) {
  const clock = createVirtualClock();
  let made = 0;
  const claim = (tab: KeyValueStore) => claimDeviceId({ tab, locks, clock, newId: () => `id-${++made}` });
  return { clock, claim };
}

const copyOf = (tab: KeyValueStore): KeyValueStore => {
  const copy = createMemoryKeyValueStore();
  copy.set('suhbatdosh.device', tab.get('suhbatdosh.device') ?? '');
  return copy;
};

test('a new tab makes an id', async () => {
  const { claim } = setUp(createFakeLocks().locks);
  expect(await claim(createMemoryKeyValueStore())).toBe('id-1');
});

test('a reload keeps the id, even when the old page lets go of it a moment late', async () => {
  const { locks, tabDies, names } = createFakeLocks();
  const { clock, claim } = setUp(locks);
  const tab = createMemoryKeyValueStore();
  await claim(tab);
  const reloaded = claim(tab);
  await clock.advance(200);
  tabDies(names()[0] ?? '');
  expect(await reloaded).toBe('id-1');
});

test('a duplicated tab takes an id of its own', async () => {
  const { locks } = createFakeLocks();
  const { clock, claim } = setUp(locks);
  const tab = createMemoryKeyValueStore();
  await claim(tab);
  const duplicated = claim(copyOf(tab));
  await clock.advance(500);
  expect(await duplicated).toBe('id-2');
});

test('without locks the kept id is trusted', async () => {
  const { claim } = setUp(null);
  const tab = createMemoryKeyValueStore();
  expect(await claim(tab)).toBe('id-1');
  expect(await claim(tab)).toBe('id-1');
});
