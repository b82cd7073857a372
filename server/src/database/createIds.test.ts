import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '../clock/virtualClock.ts';
import { id } from '../contract/words.ts';
import { createIds } from './createIds.ts';

describe('ids', () => {
  it('are UUIDs of version 7 that begin with the time', () => {
    const newId = createIds(createVirtualClock(Date.UTC(2026, 10, 22)));
    const made = newId();
    expect(id.safeParse(made).success).toBe(true);
    expect(made[14]).toBe('7');
    expect(made[19]).toMatch(/[89ab]/);
    expect(Number.parseInt(made.slice(0, 8) + made.slice(9, 13), 16)).toBe(Date.UTC(2026, 10, 22));
  });

  it('are sorted by the order in which they were made, even 10,000 in one millisecond and after the clock was set back', async () => {
    let now = 1_000_000;
    const newId = createIds({ now: () => now, after: () => () => {} });
    const made = Array.from({ length: 10_000 }, newId);
    now -= 60_000;
    made.push(newId());
    now += 120_000;
    made.push(newId());
    expect(made).toEqual([...made].sort());
    expect(new Set(made).size).toBe(made.length);
  });
});
