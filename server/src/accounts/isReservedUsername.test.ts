import { expect, it } from 'vitest';
import { isReservedUsername } from './isReservedUsername.ts';

it.each([
  'admin',
  'a.d.m.i.n',
  '4dm1n',
  'support_',
  'moderator',
  'suhbatdosh',
  'suhbatdosh_uz',
  'suhbatd0sh.team',
])('keeps %s for those who run the site', (username) => expect(isReservedUsername(username)).toBe(true));

it.each(['madina', 'adminakhon', 'kamron_77', 'suhbat', 'teacher_anna'])('leaves %s to anybody', (username) =>
  expect(isReservedUsername(username)).toBe(false),
);
