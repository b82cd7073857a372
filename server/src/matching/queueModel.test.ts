import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Band, Mode, Tolerance } from '../contract/index.ts';
import { aHouse, ROUND_MS } from '../testing/aHouse.ts';
import { aCard } from '../testing/builders.ts';

/**
 * The queue and the sessions as a whole, under any order of what people do. After each step what must always hold is
 * checked against what the house says, and in the end against what each device was told.
 */

const PEOPLE = 5;

type Step =
  | { do: 'arrive' | 'vanish' | 'leave' | 'answer' | 'hang_up'; who: number }
  | { do: 'join'; who: number; mode: Mode }
  | { do: 'widen'; who: number; tolerance: Tolerance }
  | { do: 'wait'; ms: number };

const who = fc.nat(PEOPLE - 1);
const aStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('arrive' as const), who }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constantFrom('vanish', 'leave', 'answer', 'hang_up'), who }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('join' as const),
      who,
      mode: fc.constantFrom<Mode>('roulette', 'level'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('widen' as const),
      who,
      tolerance: fc.constantFrom<Tolerance>(0.5, 1, 1.5),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.constantFrom(100, 5_000, 9_000, ROUND_MS, 50_000),
    }),
  },
);

async function aModel() {
  const house = aHouse();
  const people = Array.from({ length: PEOPLE }, (_, number) =>
    house.aPerson({ card: aCard({ currentBand: (5 + number / 2) as Band }) }),
  );
  const at = (number: number) => people[number] ?? house.aPerson();
  const isHere = new Set<string>();

  async function take(step: Step): Promise<void> {
    if (step.do === 'wait') return house.clock.advance(step.ms);
    const person = at(step.who);
    const session = await house.sessions.current(person.userId);
    switch (step.do) {
      case 'arrive':
        if (isHere.has(person.userId)) return;
        isHere.add(person.userId);
        return void (await person.arrive());
      case 'vanish':
        isHere.delete(person.userId);
        return person.vanish();
      case 'join': {
        const joined = await person.join(step.mode).then(
          () => 'joined',
          (error: { code: string }) => error.code,
        );
        const expected = !isHere.has(person.userId) ? 'NO_EVENT_STREAM' : session ? 'IN_SESSION' : 'joined';
        return expect(joined).toBe(expected);
      }
      case 'widen':
        return void (await house.matching.widen(person.userId, step.tolerance).catch(() => undefined));
      case 'leave': {
        await house.matching.leave(person.userId);
        return expect(await house.tickets.ofUser(person.userId)).toBeNull();
      }
      case 'answer':
        if (session) await house.sessions.connected(person.userId, { sessionId: session.id, path: 'direct' });
        return;
      case 'hang_up':
        if (session) await house.sessions.end(person.userId, session.id);
        return;
    }
  }

  async function check(): Promise<void> {
    for (const person of people) {
      const session = await house.store.ofUser(person.userId);
      const ticket = await house.tickets.ofUser(person.userId);
      expect(session !== null && ticket !== null, 'waits and talks').toBe(false);
      if (!session) continue;
      const [first, second] = session.members;
      expect(first.userId).not.toBe(second.userId);
      expect([first.role, second.role]).toEqual(['offerer', 'answerer']);
      for (const member of session.members) {
        expect((await house.store.ofUser(member.userId))?.id, 'one session of both').toBe(session.id);
      }
      if (session.mode === 'level') {
        const distance = Math.abs(first.card.currentBand - second.card.currentBand);
        expect(distance).toBeLessThanOrEqual(
          Math.min(first.ticket?.tolerance ?? 0, second.ticket?.tolerance ?? 0),
        );
      }
    }
    expect(house.errors).toEqual([]);
  }

  /** Every device that comes back has been told of each session once, and of its end once. */
  async function checkStories(): Promise<void> {
    for (const person of people) {
      if (!isHere.has(person.userId)) await person.arrive();
      const matched = person.events.flatMap((event) => (event.type === 'matched' ? [event.session.id] : []));
      const ended = person.events.flatMap((event) =>
        event.type === 'session_ended' ? [event.sessionId] : [],
      );
      expect(new Set(matched).size).toBe(matched.length);
      expect(new Set(ended).size).toBe(ended.length);
    }
  }

  return { take, check, checkStories };
}

describe('the queue and the sessions together', () => {
  test('keep every promise in any order of what people do', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(aStep, { minLength: 5, maxLength: 40 }), async (steps) => {
        const model = await aModel();
        for (const step of steps) {
          await model.take(step);
          await model.check();
        }
        await model.checkStories();
      }),
      { numRuns: 300 },
    );
  }, 60_000);
});
