import { describe, expect, it } from 'vitest';
import { createGate } from './createGate.ts';

/** Work that goes on until it is told to end. */
function aTask() {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let hasBegun = false;
  const work = () => {
    hasBegun = true;
    return promise;
  };
  return { work, end: resolve, fail: reject, hasBegun: () => hasBegun };
}

const settle = async () => {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
};

describe('the gate', () => {
  it('lets two run, has the others wait their turn, and refuses who finds the line full', async () => {
    const gate = createGate({ running: 2, waiting: 1, retryAfterMs: 500 });
    const tasks = [aTask(), aTask(), aTask()];
    const results = tasks.map((task) => gate(task.work));
    expect(tasks.map((task) => task.hasBegun())).toEqual([true, true, false]);
    await expect(gate(aTask().work)).rejects.toMatchObject({ code: 'BUSY', retryAfterMs: 500 });

    tasks[1]?.end('second');
    await settle();
    expect(tasks[2]?.hasBegun()).toBe(true);
    tasks[0]?.end('first');
    tasks[2]?.end('third');
    expect(await Promise.all(results)).toEqual(['first', 'second', 'third']);
  });

  it('gives the place of failed work to the next', async () => {
    const gate = createGate({ running: 1, waiting: 1, retryAfterMs: 500 });
    const [failing, next] = [aTask(), aTask()];
    const failed = gate(failing.work);
    const done = gate(next.work);
    failing.fail(new Error('out of memory'));
    next.end('done');
    await expect(failed).rejects.toThrow('out of memory');
    expect(await done).toBe('done');
    expect(await gate(async () => 'free again')).toBe('free again');
  });
});
