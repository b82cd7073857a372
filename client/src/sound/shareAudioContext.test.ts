import { expect, test } from 'vitest';
import { shareAudioContext } from './shareAudioContext.ts';

function setUp() {
  const done: string[] = [];
  let made = 0;
  const lend = shareAudioContext(() => {
    const name = ++made;
    done.push(`make ${name}`);
    const context = {
      resume: () => Promise.reject(new Error('nobody has touched the page yet')),
      close: async () => void done.push(`close ${name}`),
    };
    return context as unknown as AudioContext;
  });
  return { lend, done };
}

test('who needs one at the same time gets the same, and the last to go closes it', () => {
  const { lend, done } = setUp();
  const meter = lend();
  const ring = lend();
  expect(ring.context).toBe(meter.context);
  ring.giveBack();
  expect(done).toEqual(['make 1']);
  meter.giveBack();
  expect(done).toEqual(['make 1', 'close 1']);
  lend();
  expect(done.at(-1)).toBe('make 2');
});

test('what is given back twice was given back once', () => {
  const { lend, done } = setUp();
  const first = lend();
  lend();
  first.giveBack();
  first.giveBack();
  expect(done).toEqual(['make 1']);
});
