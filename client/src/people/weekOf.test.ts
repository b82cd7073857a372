import { expect, test } from 'vitest';
import { weekOf } from './weekOf.ts';

const at = (month: number, day: number, hour: number): number =>
  new Date(2026, month - 1, day, hour).getTime();
const talk = (startMs: number, minutes: number) => ({
  startedAt: new Date(startMs).toISOString(),
  talkMs: minutes * 60_000,
});

test('a week runs from Monday to Sunday of this device’s calendar', () => {
  // The 22nd of November 2026 is a Sunday.
  const week = weekOf(
    [
      talk(at(11, 22, 23), 5),
      talk(at(11, 16, 0), 10),
      talk(at(11, 16, 20), 20),
      talk(at(11, 15, 23), 40),
      talk(at(11, 23, 0), 80),
    ],
    at(11, 22, 12),
  );
  expect(week.days.map(({ talks }) => talks)).toEqual([2, 0, 0, 0, 0, 0, 1]);
  expect(week.days.findIndex(({ isToday }) => isToday)).toBe(6);
  expect(week.talkMs).toBe(35 * 60_000);
});

test('what never connected is no talk', () => {
  expect(weekOf([talk(at(11, 18, 9), 0)], at(11, 18, 12)).days.every(({ talks }) => talks === 0)).toBe(true);
});
