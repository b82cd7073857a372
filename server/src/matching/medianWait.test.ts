import { describe, expect, test } from 'vitest';
import type { Band, Mode } from '../contract/index.ts';
import { createVirtualClock } from '../clock/virtualClock.ts';
import { medianWaitMs } from './medianWait.ts';
import { createWaitEstimate } from './waitEstimate.ts';
import type { WaitSample } from './WaitSamples.ts';

const samples = (count: number, mode: Mode, band: Band): WaitSample[] =>
  Array.from({ length: count }, (_, number) => ({ mode, band, waitedMs: (count - number) * 1_000 }));

describe('the usual wait', () => {
  test('is the median of those of this mode, whatever their order', () => {
    expect(medianWaitMs(samples(11, 'roulette', 6), 'roulette', 3)).toBe(6_000);
    expect(medianWaitMs(samples(12, 'roulette', 6), 'roulette', null)).toBe(6_000);
    expect(medianWaitMs(samples(11, 'roulette', 6), 'level', 6)).toBeNull();
  });

  test('is unknown until ten have been seen', () => {
    expect(medianWaitMs(samples(9, 'level', 6), 'level', 6)).toBeNull();
    expect(medianWaitMs(samples(10, 'level', 6), 'level', 6)).toBe(5_000);
  });

  test('counts in level mode only those within half a band', () => {
    const seen = [...samples(11, 'level', 6), ...samples(99, 'level', 7)];
    expect(medianWaitMs(seen, 'level', 5.5)).toBe(6_000);
    expect(medianWaitMs(seen, 'level', 5)).toBeNull();
    expect(medianWaitMs(seen, 'level', 7.5)).toBe(50_000);
  });

  test('is read again every few minutes, and stays while the database is away', async () => {
    const clock = createVirtualClock();
    const errors: unknown[] = [];
    let seen: WaitSample[] | null = samples(11, 'roulette', 6);
    let reads = 0;
    const waits = createWaitEstimate({
      clock,
      samples: {
        async aroundHourOf() {
          reads++;
          if (seen === null) throw new Error('database away');
          return seen;
        },
      },
      onError: (error) => void errors.push(error),
    });
    expect(waits.of('roulette', null)).toBeNull();
    await clock.advance(0);
    expect(waits.of('roulette', null)).toBe(6_000);
    seen = null;
    await clock.advance(5 * 60_000);
    expect([errors.length, waits.of('roulette', null)]).toEqual([1, 6_000]);
    seen = samples(101, 'roulette', 6);
    await clock.advance(5 * 60_000);
    expect([reads, waits.of('roulette', null)]).toEqual([3, 51_000]);
    waits.stop();
  });
});
