import { expect, test } from 'vitest';
import { createBudgets } from './createBudgets.ts';

test('a side has one budget as long as its session is used', () => {
  const budgets = createBudgets();
  const own = budgets.of('session', 'ann', 0);
  own.candidatesSinceOffer = 7;
  expect(budgets.of('session', 'bob', 50_000)).not.toBe(own);
  budgets.forgetIdle(100_000);
  expect(budgets.of('session', 'ann', 100_000)).toBe(own);
});

test('what was not used for a minute is forgotten, however the session ended', () => {
  const budgets = createBudgets();
  for (let number = 0; number < 1_000; number++) budgets.of(`session ${number}`, 'ann', number);
  budgets.forgetIdle(60_500);
  expect(budgets.size()).toBe(500);
  budgets.forget('session 999');
  expect(budgets.size()).toBe(499);
});
