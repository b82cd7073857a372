import { describe, expect, test } from 'vitest';
import { localTime } from './localTime.ts';
import { isQuiet } from './quietRules.ts';

const at = (iso: string, timeZone: string): string => {
  const { day, time } = localTime(Date.parse(iso), timeZone);
  return `${day} ${time}`;
};

describe('the clock on a wall', () => {
  test('of Tashkent is five hours ahead, also over midnight', () => {
    expect(at('2026-11-22T16:59:59Z', 'Asia/Tashkent')).toBe('2026-11-22 21:59');
    expect(at('2026-11-22T19:00:00Z', 'Asia/Tashkent')).toBe('2026-11-23 00:00');
  });

  test('goes forward and back with summer time', () => {
    expect(at('2026-03-29T00:59:00Z', 'Europe/Berlin')).toBe('2026-03-29 01:59');
    expect(at('2026-03-29T01:00:00Z', 'Europe/Berlin')).toBe('2026-03-29 03:00');
    expect(at('2026-10-25T00:30:00Z', 'Europe/Berlin')).toBe('2026-10-25 02:30');
    expect(at('2026-10-25T01:30:00Z', 'Europe/Berlin')).toBe('2026-10-25 02:30');
  });

  test('may be off by less than an hour', () => {
    expect(at('2026-11-22T18:15:00Z', 'Asia/Kathmandu')).toBe('2026-11-23 00:00');
  });
});

describe('quiet hours', () => {
  const night = { quietFrom: '22:00', quietTo: '08:00' };

  test('over midnight begin with their first minute and end before their last', () => {
    const quiet = ['21:59', '22:00', '23:59', '00:00', '07:59', '08:00', '12:00'].filter((time) =>
      isQuiet(night, time),
    );
    expect(quiet).toEqual(['22:00', '23:59', '00:00', '07:59']);
  });

  test('within a day leave the night alone', () => {
    const lessons = { quietFrom: '08:30', quietTo: '14:00' };
    expect(['08:29', '08:30', '13:59', '14:00'].filter((time) => isQuiet(lessons, time))).toEqual([
      '08:30',
      '13:59',
    ]);
  });

  test('that end when they begin are always, and none are never', () => {
    expect(isQuiet({ quietFrom: '10:00', quietTo: '10:00' }, '03:00')).toBe(true);
    expect(isQuiet({ quietFrom: null, quietTo: '08:00' }, '03:00')).toBe(false);
  });

  test('hold through the hour that comes twice', () => {
    const until = { quietFrom: '22:00', quietTo: '03:00' };
    for (const iso of ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z']) {
      expect(isQuiet(until, localTime(Date.parse(iso), 'Europe/Berlin').time)).toBe(true);
    }
    expect(isQuiet(until, localTime(Date.parse('2026-10-25T02:00:00Z'), 'Europe/Berlin').time)).toBe(false);
  });
});
