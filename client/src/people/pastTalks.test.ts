import { expect, test } from 'vitest';
import { aPartner, aPastTalk } from '../testing/builders.ts';
import { canTalkAgain } from './canTalkAgain.ts';
import { groupByDay } from './groupByDay.ts';
import { lastPartners } from './lastPartners.ts';

const { id } = aPartner();
const said = (again: 'none' | 'me' | 'mutual') => aPastTalk({ rating: 'good', again });

test('both want to talk again when both have said so, and our last word is not no', () => {
  expect(canTalkAgain([said('mutual')], id)).toBe(true);
  expect(canTalkAgain([aPastTalk(), said('mutual')], id)).toBe(true);
  expect(canTalkAgain([said('me'), said('mutual')], id)).toBe(true);
  expect(canTalkAgain([said('none'), said('mutual')], id)).toBe(false);
  expect(canTalkAgain([said('me')], id)).toBe(false);
  expect(canTalkAgain([], id)).toBe(false);
  expect(canTalkAgain([said('mutual')], 'somebody else')).toBe(false);
});

test('the last partners are people one really talked with, each once, and nobody who is kept away', () => {
  const talkWith = (name: string, talkMs = 1_000) =>
    aPastTalk({ id: `${name}${talkMs}`, partner: aPartner({ id: name, displayName: name }), talkMs });
  const items = [
    talkWith('silent', 0),
    talkWith('Aziza', 2_000),
    aPastTalk({ partner: null }),
    talkWith('Bek'),
    talkWith('Aziza'),
    talkWith('blocked'),
  ];
  const last = lastPartners(items, new Set(['blocked']));
  expect(last.map(({ session }) => session.id)).toEqual(['Aziza2000', 'Bek1000']);
});

test('talks stand under the day on which they began, in their order', () => {
  const talkAt = (day: number, hour: number) =>
    aPastTalk({ id: `${day}.${hour}`, startedAt: new Date(2026, 10, day, hour).toISOString() });
  const days = groupByDay([talkAt(22, 1), talkAt(21, 23), talkAt(21, 2)]);
  expect(days.map(({ items }) => items.map((item) => item.id))).toEqual([['22.1'], ['21.23', '21.2']]);
  expect(days[0]?.startMs).toBe(new Date(2026, 10, 22).getTime());
});
