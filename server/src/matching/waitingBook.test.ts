import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Mode } from '../contract/index.ts';
import { aLearner, aTicket } from '../testing/builders.ts';
import { type RoundRows, ROW_WORDS, toRoundRows } from './roundRows.ts';
import type { Ticket } from './Ticket.ts';
import { createWaitingBook, type WaitingBook } from './waitingBook.ts';

const YEAR = 2026;
const USERS = 12;

type Step =
  | { type: 'set'; user: number; mode: Mode; joinedAt: number; isFront: boolean; isAway: boolean }
  | { type: 'change'; user: number; isAway: boolean; named: number[] }
  | { type: 'delete'; user: number }
  | { type: 'clear' }
  | { type: 'lineUp'; year: number };

const user = fc.nat(USERS - 1);
const aStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('set' as const),
      user,
      mode: fc.constantFrom<Mode>('roulette', 'level'),
      joinedAt: fc.nat(20),
      isFront: fc.boolean(),
      isAway: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('change' as const),
      user,
      isAway: fc.boolean(),
      named: fc.array(user, { maxLength: 4 }),
    }),
  },
  { weight: 5, arbitrary: fc.record({ type: fc.constant('delete' as const), user }) },
  { weight: 1, arbitrary: fc.constant({ type: 'clear' as const }) },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('lineUp' as const),
      year: fc.integer({ min: YEAR, max: YEAR + 3 }),
    }),
  },
);

/** By number: what a row says of the ticket. */
const keptWords = ({ rows, size }: RoundRows): number[][] =>
  Array.from({ length: size }, (_, number) => [
    ...rows.subarray(ROW_WORDS * number, ROW_WORDS * (number + 1)),
  ]);

const nameOf = (number: number): string => `user-${String(number).padStart(4, '0')}`;

test('a book lines up as if its tickets had all just come, whatever came, changed and left before', () => {
  fc.assert(
    fc.property(fc.array(aStep, { maxLength: 300 }), (steps) => {
      const book = createWaitingBook();
      const model = new Map<string, Ticket>();
      const put = (ticket: Ticket): void => {
        book.set(ticket);
        model.set(ticket.userId, ticket);
      };
      const check = (year: number): void => {
        const [lined, fresh] = [book.lineUp(year), toRoundRows([...model.values()], year)];
        expect(lined.tickets).toEqual(fresh.tickets);
        expect(keptWords(lined)).toEqual(keptWords(fresh));
      };
      for (const step of steps) {
        if (step.type === 'clear') {
          book.clear();
          model.clear();
        } else if (step.type === 'lineUp') {
          check(step.year);
        } else if (step.type === 'delete') {
          book.delete(nameOf(step.user));
          model.delete(nameOf(step.user));
        } else if (step.type === 'set') {
          const { mode, joinedAt, isFront } = step;
          const awaySince = step.isAway ? 1 : null;
          const learner = aLearner({ birthYear: YEAR - 16 - (step.user % 5) });
          put(aTicket({ userId: nameOf(step.user), mode, joinedAt, isFront, awaySince, learner }));
        } else {
          const known = model.get(nameOf(step.user));
          const learner = aLearner({ ...known?.learner, blocked: step.named.map(nameOf) });
          if (known) put({ ...known, awaySince: step.isAway ? 1 : null, learner });
        }
      }
      check(YEAR);
      const modes = [...model.values()].map((ticket) => ticket.mode);
      expect(book.counts.roulette).toBe(modes.filter((mode) => mode === 'roulette').length);
      expect(book.counts.level).toBe(modes.filter((mode) => mode === 'level').length);
      expect(book.values()).toHaveLength(model.size);
      for (let number = 0; number < USERS; number++) {
        expect(book.get(nameOf(number))).toBe(model.get(nameOf(number)) ?? null);
      }
    }),
    { numRuns: 300 },
  );
});

test('what was lined up stays as it was when the book goes on', () => {
  const book = createWaitingBook();
  const [first, second] = [aTicket({ joinedAt: 1 }), aTicket({ joinedAt: 2 })];
  book.set(first);
  const lined = book.lineUp(YEAR);
  const words = keptWords(lined);
  book.delete(first.userId);
  book.lineUp(YEAR);
  book.set(second);
  expect(lined.tickets).toEqual([first]);
  expect(keptWords(lined)).toEqual(words);
});

/** Of which one in ten comes late, one in seven is away, and whoever `leaves` has gone. */
function aLongQueue(leaves: (number: number) => boolean): { book: WaitingBook; staying: Ticket[] } {
  const book = createWaitingBook();
  const tickets = Array.from({ length: 3_000 }, (_, number) =>
    aTicket({
      userId: nameOf(number),
      joinedAt: number % 10 === 0 ? number - 500 : Math.floor(number / 7),
      isFront: number % 50 === 0,
      awaySince: number % 7 === 0 ? 1 : null,
    }),
  );
  for (const ticket of tickets) book.set(ticket);
  for (let number = 0; number < tickets.length; number++) if (leaves(number)) book.delete(nameOf(number));
  return { book, staying: tickets.filter((_, number) => !leaves(number)) };
}

test.each([
  ['nobody', () => false],
  ['every third', (number: number) => number % 3 === 0],
  ['a whole stretch', (number: number) => number > 700 && number < 1_900],
  ['all but a few', (number: number) => number % 60 !== 0],
  ['all', () => true],
])('a long queue, of which %s has left, is lined up in service order, also when others come', (_, leaves) => {
  const { book, staying } = aLongQueue(leaves);
  const check = (): void => {
    const [lined, fresh] = [book.lineUp(YEAR), toRoundRows(staying, YEAR)];
    expect(lined.tickets).toEqual(fresh.tickets);
    expect(keptWords(lined)).toEqual(keptWords(fresh));
  };
  check();
  for (let number = 0; number < 200; number++) {
    const ticket = aTicket({ userId: `new-${number}`, joinedAt: 5_000 - 40 * number });
    book.set(ticket);
    staying.push(ticket);
  }
  check();
});
