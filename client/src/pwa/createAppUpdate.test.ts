import { signal } from '@preact/signals';
import { expect, test } from 'vitest';
import { createAppUpdate } from './createAppUpdate.ts';

async function anApp(hasController: boolean) {
  const isBusy = signal(false);
  const seen: string[] = [];
  const listeners = new Map<string, () => void>();
  const update = createAppUpdate({
    container: {
      controller: hasController ? ({} as ServiceWorker) : null,
      addEventListener: (type: string, listener: unknown) => void listeners.set(type, listener as () => void),
    },
    worker: {
      addEventListener: (type, listener) => void listeners.set(type, listener),
      register: async () => void seen.push('register'),
      update: async () => void seen.push('ask'),
      messageSkipWaiting: () => void seen.push('skip waiting'),
    },
    isBusy,
    reload: () => void seen.push('reload'),
    onOccasion: (_, ask) => void listeners.set('occasion', ask),
  });
  await update.start();
  return { update, isBusy, seen, happen: (type: string) => listeners.get(type)?.() };
}

test('the first worker of all takes control without a reload', async () => {
  const { seen, happen } = await anApp(false);
  happen('controllerchange');
  expect(seen).toEqual(['register']);
});

test('a new version is offered, and reloads once it was taken and is in control', async () => {
  const { update, seen, happen } = await anApp(true);
  happen('waiting');
  expect(update.isReady.value).toBe(true);
  update.take();
  expect(update.isReady.value).toBe(false);
  happen('controllerchange');
  expect(seen).toEqual(['register', 'skip waiting', 'reload']);
});

test('a call is never cut: the update that another tab took waits for its end', async () => {
  const { update, isBusy, seen, happen } = await anApp(true);
  isBusy.value = true;
  happen('occasion');
  happen('waiting');
  update.take();
  happen('controllerchange');
  expect(seen).toEqual(['register']);
  isBusy.value = false;
  expect(seen).toEqual(['register', 'reload']);
});

test('a version that no longer works gets the new one at once when told to, but not during a call', async () => {
  const { update, isBusy, seen, happen } = await anApp(true);
  isBusy.value = true;
  await update.takeNewest();
  expect(seen).toEqual(['register']);
  isBusy.value = false;
  await update.takeNewest();
  expect(seen).toEqual(['register', 'ask']);
  happen('waiting');
  happen('controllerchange');
  expect(seen).toEqual(['register', 'ask', 'skip waiting', 'reload']);
});

test('asks for a new version on every occasion outside a call', async () => {
  const { seen, happen } = await anApp(true);
  happen('occasion');
  happen('occasion');
  expect(seen).toEqual(['register', 'ask', 'ask']);
});
