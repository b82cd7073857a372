import { expect, test, vi } from 'vitest';
import { gatherLoads } from './gatherLoads.ts';

function setUp() {
  const loads: string[][] = [];
  const load = gatherLoads(async (keys) => {
    loads.push([...keys]);
    if (keys.includes('broken')) throw new Error('no database');
    return new Map(keys.filter((key) => key !== 'nobody').map((key) => [key, `value of ${key}`]));
  });
  return { loads, load };
}

test('calls of one turn are one load, in which each key is asked for once', async () => {
  const { loads, load } = setUp();
  const later = Promise.resolve().then(() => load('c'));
  expect(await Promise.all([load('a'), load('b'), load('a'), load('nobody'), later])).toEqual([
    'value of a',
    'value of b',
    'value of a',
    null,
    'value of c',
  ]);
  expect(loads).toEqual([['a', 'b', 'nobody', 'c']]);
});

test('a later call is a load of its own: it sees what has changed since', async () => {
  const { loads, load } = setUp();
  await load('a');
  await load('a');
  expect(loads).toEqual([['a'], ['a']]);
});

test('a load that fails fails its own calls, and no later ones', async () => {
  const { load } = setUp();
  const together = await Promise.allSettled([load('a'), load('broken')]);
  expect(together.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await load('a')).toBe('value of a');
});

test('calls that come right behind a load are one load, also when it hangs, and hold up nobody', async () => {
  const loads: string[] = [];
  const finish: (() => void)[] = [];
  const load = gatherLoads(async (keys) => {
    loads.push(keys.join());
    await new Promise<void>((resolve) => finish.push(resolve));
    return new Map(keys.map((key) => [key, key]));
  });
  const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

  const first = load('a');
  await turn();
  const behind = [load('b')];
  await turn();
  behind.push(load('c'));
  await turn();
  expect(loads).toEqual(['a']);
  // `a` is not answered yet.
  await vi.waitFor(() => expect(loads).toEqual(['a', 'b,c']));
  finish[1]?.();
  expect(await Promise.all(behind)).toEqual(['b', 'c']);
  finish[0]?.();
  expect(await first).toBe('a');
});
