import { expect, test } from 'vitest';
import { createDeviceCopy } from './createDeviceCopy.ts';
import { createMemoryKeyValueStore } from './memoryKeyValueStore.ts';

const setUp = () => {
  const device = createMemoryKeyValueStore();
  const owner = { id: 'madina' as string | null };
  const copy = createDeviceCopy<number>({ key: 'list', device, userId: () => owner.id, itemsMax: 3 });
  return { device, owner, copy };
};

test('gives back the beginning of what was kept last, also after a reload', () => {
  const { device, copy } = setUp();
  expect(copy.read()).toBeNull();
  copy.write([1, 2, 3, 4]);
  const later = createDeviceCopy<number>({ key: 'list', device, userId: () => 'madina', itemsMax: 3 });
  expect(later.read()).toEqual([1, 2, 3]);
});

test('shows nobody what another learner of the same phone has seen', () => {
  const { owner, copy } = setUp();
  copy.write([1]);
  owner.id = 'jasur';
  expect(copy.read()).toBeNull();
  owner.id = null;
  copy.write([2]);
  expect(copy.read()).toBeNull();
});

test.each([
  '',
  '{',
  'null',
  '{"protocol":0,"userId":"madina","items":[1]}',
  '{"protocol":1,"userId":"madina"}',
])('takes %j, which it did not write, for nothing', (text) => {
  const { device, copy } = setUp();
  device.set('list', text);
  expect(copy.read()).toBeNull();
});

test('is gone once it is removed', () => {
  const { copy } = setUp();
  copy.write([1]);
  copy.remove();
  expect(copy.read()).toBeNull();
});
