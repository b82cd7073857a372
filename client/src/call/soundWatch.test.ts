import { expect, test } from 'vitest';
import { NO_SOUND_YET, watchSound } from './soundWatch.ts';
import type { SoundWatch } from './soundWatch.ts';

/** Looks every 250 ms; `perLook` packets arrive between two looks. */
function run(from: { watch: SoundWatch; atMs: number; packets: number }, perLook: number, looks: number) {
  let { watch, atMs, packets } = from;
  for (let look = 0; look < looks; look++) {
    atMs += 250;
    packets += perLook;
    watch = watchSound(watch, Math.floor(packets), atMs);
  }
  return { watch, atMs, packets };
}

const START = { watch: NO_SOUND_YET, atMs: 0, packets: 0 };

test('sound is heard with the third packet', () => {
  expect(run(START, 1, 2).watch.isSound).toBe(false);
  expect(run(START, 1, 3).watch.isSound).toBe(true);
});

test('somebody who talks and then is not heard for a second is lost', () => {
  const talking = run(START, 12, 20);
  expect(run(talking, 0, 3).watch.isSound).toBe(true);
  expect(run(talking, 0, 4).watch.isSound).toBe(false);
});

test('a silence that is not sent is no loss, nor are a few lost packets in it', () => {
  const silent = run(run(START, 12, 8), 0.625, 80);
  expect(silent.watch.isSound).toBe(true);
  expect(run(silent, 0, 5).watch.isSound).toBe(true);
  expect(run(silent, 0, 12).watch.isSound).toBe(false);
});

test('sound that comes back is heard again', () => {
  const lost = run(run(START, 12, 20), 0, 10);
  expect(run(lost, 12, 1).watch.isSound).toBe(true);
});
