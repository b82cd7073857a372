import fc from 'fast-check';
import type { Band, Mode, Tolerance } from '../contract/index.ts';
import { isAllowed, isAvoided } from '../matching/matchRules.ts';
import { nextRoundAt } from '../matching/rounds.ts';
import { byServiceOrder, type Ticket } from '../matching/Ticket.ts';
import { yearOf } from '../clock/yearOf.ts';
import { ROUND_MS, type House } from './aHouse.ts';
import { aCard } from './builders.ts';
import type { Person } from './createPerson.ts';

/**
 * The queue and the sessions as a whole, under any order of what people do and of what happens to servers. After each
 * step what must always hold is checked against what the houses say, and in the end against what each device was told.
 */

const PEOPLE = 5;
/** No house looks after what is due less often than that, and what it does then may be due again (aHouse, `leastPauseMs`). */
const LATE_MS = 10_000;
/** After the plan for a round, with time for something to happen. */
const BEFORE_ROUND_MS = 1_200;

type Step =
  | { do: 'vanish' | 'leave' | 'answer' | 'hang_up' | 'ban'; who: number }
  | { do: 'arrive'; who: number; server: number }
  | { do: 'crash'; server: number }
  | { do: 'block'; who: number; whom: number }
  | { do: 'join'; who: number; mode: Mode; prepares: boolean }
  /** Says that what he was to connect stands; his partner too. */
  | { do: 'tell_prepared'; who: number; isBoth: boolean }
  | { do: 'widen'; who: number; tolerance: Tolerance }
  | { do: 'wait'; ms: number }
  | { do: 'round' }
  /** Somebody blocks somebody in the middle of it. */
  | { do: 'round_with_block'; who: number; whom: number }
  /** To a moment between the plan for a round and the round. */
  | { do: 'plan' };

const who = fc.nat(PEOPLE - 1);
const server = fc.nat(1);
const one = <T extends string>(...choices: T[]) => fc.constantFrom(...choices);

const aStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: one('arrive'), who, server }) },
  { weight: 6, arbitrary: fc.record({ do: one('vanish', 'leave', 'answer', 'hang_up'), who }) },
  {
    weight: 7,
    arbitrary: fc.record({
      do: one('join'),
      who,
      mode: one<Mode>('roulette', 'level'),
      prepares: fc.boolean(),
    }),
  },
  // So that two who connect ahead meet often.
  {
    weight: 4,
    arbitrary: fc.record({ do: one('join'), who, mode: one<Mode>('level'), prepares: fc.constant(true) }),
  },
  { weight: 6, arbitrary: fc.record({ do: one('tell_prepared'), who, isBoth: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: one('widen'),
      who,
      tolerance: fc.constantFrom<Tolerance>(0.5, 1, 1.5),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: one('block'), who, whom: who }) },
  { weight: 1, arbitrary: fc.record({ do: one('ban'), who }) },
  { weight: 1, arbitrary: fc.record({ do: one('crash'), server }) },
  { weight: 5, arbitrary: fc.record({ do: one('round') }) },
  { weight: 4, arbitrary: fc.record({ do: one('round_with_block'), who, whom: who }) },
  { weight: 4, arbitrary: fc.record({ do: one('plan') }) },
  { weight: 4, arbitrary: fc.record({ do: one('wait'), ms: fc.constantFrom(100, 5_000, 9_000, 16_000) }) },
);

const everybodyArrives: Step[] = Array.from({ length: PEOPLE }, (_, number) => ({
  do: 'arrive',
  who: number,
  server: number % 2,
}));

/** @param most steps at most, beside those with which everybody arrives first, or nobody */
export function someSteps(most: number): fc.Arbitrary<Step[]> {
  const steps = fc.array(aStep, { minLength: 5, maxLength: most });
  return fc
    .tuple(fc.boolean(), steps)
    .map(([isFull, rest]) => (isFull ? [...everybodyArrives, ...rest] : rest));
}

interface ModelOptions {
  /** The servers, in which everybody has an account at once; answers the one in this place now. */
  house(server: number): House;
  /** Kills a server with everything that it has in its own memory; another one takes its place. */
  crash(server: number): Promise<void>;
}

/** What the model knows of a person. */
interface Known {
  person: Person;
  /** The server that has the stream; null: none. */
  at: number | null;
  isBanned: boolean;
  /** Whether a ticket of his may be in the queue; not since he left. */
  mayBeMatched: boolean;
  sessionId: string | null;
}

function must(holds: boolean, text: string): void {
  if (!holds) throw new Error(`broken promise: ${text}`);
}

/** Who was asked to connect is matched, leaves, or is told that nothing comes of it; once, and before anything else is begun. */
function checkPrepared({ events }: Person): void {
  let open: string | null = null;
  for (const event of events) {
    switch (event.type) {
      case 'prepare':
        must(open === null, 'nobody connects to two at once');
        open = event.sessionId;
        break;
      case 'prepare_cancelled':
        must(open === event.sessionId, 'what is cancelled was prepared, and not matched');
        open = null;
        break;
      case 'matched':
      case 'queue_left':
      case 'snapshot':
        open = null;
        break;
      default:
        break;
    }
  }
  must(open === null, 'whoever connects ahead is told what comes of it');
}

export function createHouseModel({ house, crash }: ModelOptions) {
  const people: Known[] = Array.from({ length: PEOPLE }, (_, number) => ({
    person: house(0).aPerson({ card: aCard({ currentBand: (5 + number / 2) as Band }) }),
    at: null,
    isBanned: false,
    mayBeMatched: false,
    sessionId: null,
  }));
  const blocks = new Set<string>();
  /** `<user> <session>` of who has said that what he was to connect stands. */
  const connected = new Set<string>();
  const serverOf = (known: Known): House => house(known.at ?? 0);

  async function join(known: Known, mode: Mode, prepares: boolean): Promise<void> {
    const { person } = known;
    const session = await serverOf(known).store.ofUser(person.userId);
    const joined = await serverOf(known)
      .matching.join(person.userId, { mode, deviceId: person.deviceId, prepares })
      .then(
        () => 'joined',
        (error: { code: string }) => error.code,
      );
    const refusal = known.isBanned ? 'BANNED' : session ? 'IN_SESSION' : 'joined';
    const expected = known.at === null ? 'NO_EVENT_STREAM' : refusal;
    must(joined === expected, `joining is ${joined} instead of ${expected}`);
    if (joined === 'joined') known.mayBeMatched = true;
    // So that no two join at the same moment.
    await serverOf(known).clock.advance(10);
  }

  async function leave(known: Known): Promise<void> {
    const { userId } = known.person;
    await serverOf(known).matching.leave(userId);
    must((await serverOf(known).tickets.ofUser(userId)) === null, 'who has left does not wait');
    if (!(await serverOf(known).store.ofUser(userId))) known.mayBeMatched = false;
  }

  /** By whichever server, as a socket may have moved. */
  async function tellPrepared({ person }: Known, isBoth: boolean): Promise<void> {
    const sessionId = person.last('prepare')?.sessionId;
    if (sessionId === undefined) return;
    const partners = people.filter(({ person: other }) => other.last('prepare')?.sessionId === sessionId);
    for (const { person: one } of partners) {
      if (one !== person && !isBoth) continue;
      await house(1).matching.prepared(one.userId, sessionId);
      connected.add(`${one.userId} ${sessionId}`);
    }
  }

  /** Nobody is kept in a pair that nothing comes of. */
  async function checkArrivals(): Promise<void> {
    for (const { sessionId, sides, latestAt } of await house(0).prepared.arrivals()) {
      must(house(0).clock.now() < latestAt + LATE_MS, 'two who connect are matched in time, or part');
      const areConnected = sides.every(({ userId }) => connected.has(`${userId} ${sessionId}`));
      must(!areConnected, 'two who are connected are matched');
    }
  }

  async function ban(known: Known): Promise<void> {
    known.isBanned = true;
    await serverOf(known).ban(known.person.userId);
    must((await serverOf(known).store.ofUser(known.person.userId)) === null, 'nobody banned talks');
    known.mayBeMatched = false;
  }

  /** Asked one by one, which is not how a round gets them. */
  async function waiting(): Promise<Ticket[]> {
    const { tickets } = house(0);
    const found = await Promise.all(people.map(({ person }) => tickets.ofUser(person.userId)));
    return found.filter((ticket) => ticket !== null);
  }

  async function block(known: Known, other: Known | undefined): Promise<void> {
    if (!other || other === known || known.isBanned) return;
    blocks.add(`${known.person.userId} ${other.person.userId}`);
    return serverOf(known).block(known.person.userId, other.person.userId);
  }

  const isBlocked = (a: string, b: string): boolean => blocks.has(`${a} ${b}`) || blocks.has(`${b} ${a}`);

  /** Each place is decided on before the block, but nobody is paired who must not be, and nobody left who need not be. */
  async function roundWithBlock(blocker: Known, blocked: Known | undefined): Promise<void> {
    const { clock } = house(0);
    await clock.advance(nextRoundAt(clock.now(), ROUND_MS) - clock.now() - 1);
    for (const number of [0, 1]) house(number).interruptRound(() => block(blocker, blocked));
    await clock.advance(1);
    for (const number of [0, 1]) house(number).interruptRound(async () => {});
    const over = (await waiting()).filter(({ awaySince }) => awaySince === null);
    const mayMeet = (a: Ticket, b: Ticket): boolean =>
      isAllowed(a, b, yearOf(clock.now())) && !isBlocked(a.userId, b.userId);
    must(!over.some((a) => over.some((b) => mayMeet(a, b))), 'no two who are allowed are left over');
  }

  /** Nobody of those waiting at the round may be passed over for somebody who came later, nor may two be left over. */
  async function round(): Promise<void> {
    const { clock } = house(0);
    await clock.advance(nextRoundAt(clock.now(), ROUND_MS) - clock.now() - 1);
    const here = (await waiting()).filter(({ awaySince }) => awaySince === null).sort(byServiceOrder);
    await clock.advance(1);
    const now = clock.now();
    const year = yearOf(now);
    const left = new Set((await waiting()).map(({ id }) => id));
    const hasSomebody = (a: Ticket): boolean =>
      here.some((b) => isAllowed(a, b, year) && !isAvoided(a, b, now));
    const first = here.find(hasSomebody);
    must(first === undefined || !left.has(first.id), 'the longest waiting is served first');
    const over = here.filter(({ id }) => left.has(id));
    must(!over.some((a) => over.some((b) => isAllowed(a, b, year))), 'no two who are allowed are left over');
  }

  async function plan(): Promise<void> {
    const { clock } = house(0);
    const leftMs = nextRoundAt(clock.now(), ROUND_MS) - clock.now() - BEFORE_ROUND_MS;
    if (leftMs > 0) await clock.advance(leftMs);
    // Nobody is told to connect, and left alone with it, of whom the plan knows better.
    const here = (await waiting()).filter(({ awaySince }) => awaySince === null);
    for (const pair of await house(0).prepared.planned()) {
      if (pair.roundAt <= clock.now()) continue;
      for (const side of pair.sides) {
        must(
          here.some(({ id }) => id === side.ticketId),
          'only who waits and is here is prepared',
        );
      }
    }
  }

  async function takeOf(
    known: Known,
    step: Exclude<Step, { do: 'wait' | 'round' | 'plan' | 'crash' }>,
  ): Promise<void> {
    const { userId } = known.person;
    const session = (): ReturnType<House['store']['ofUser']> => serverOf(known).store.ofUser(userId);
    switch (step.do) {
      case 'arrive':
        if (known.at !== null || known.isBanned) return;
        known.at = step.server;
        return void (await known.person.arrive(house(step.server)));
      case 'vanish':
        await known.person.vanish();
        known.at = null;
        return;
      case 'join':
        return join(known, step.mode, step.prepares);
      case 'tell_prepared':
        return tellPrepared(known, step.isBoth);
      case 'widen':
        return void (await serverOf(known)
          .matching.widen(userId, step.tolerance)
          .catch(() => undefined));
      case 'leave':
        return leave(known);
      case 'ban':
        return ban(known);
      case 'block':
        return block(known, people[step.whom]);
      case 'round_with_block':
        return roundWithBlock(known, people[step.whom]);
      case 'answer': {
        const sessionId = (await session())?.id;
        if (sessionId === undefined) return;
        return serverOf(known).sessions.connected(userId, { sessionId, path: 'direct' });
      }
      case 'hang_up': {
        const sessionId = (await session())?.id;
        return sessionId === undefined ? undefined : serverOf(known).sessions.end(userId, sessionId);
      }
    }
  }

  async function take(step: Step): Promise<void> {
    if (step.do === 'wait') return house(0).clock.advance(step.ms);
    if (step.do === 'round') return round();
    if (step.do === 'plan') return plan();
    if (step.do === 'crash') {
      const lost = people.filter(({ at }) => at === step.server);
      await crash(step.server);
      for (const known of lost) {
        known.person.cut();
        known.at = null;
      }
      return house(0).clock.advance(0);
    }
    const known = people[step.who];
    if (known) await takeOf(known, step);
  }

  async function checkPerson(known: Known): Promise<void> {
    const { store, tickets } = house(0);
    const { userId } = known.person;
    const [session, ticket] = [await store.ofUser(userId), await tickets.ofUser(userId)];
    must(session === null || ticket === null, 'nobody waits and talks');
    if (ticket) must(known.mayBeMatched, 'nobody waits who has left');
    if (!session) return void (known.sessionId = null);
    must(known.sessionId === session.id || known.mayBeMatched, 'nobody is matched who has left');
    known.sessionId = session.id;
    const [first, second] = session.members;
    must(first.userId !== second.userId, 'nobody talks to himself');
    must(first.role === 'offerer' && second.role === 'answerer', 'one of the two is the offerer');
    must(!blocks.has(`${first.userId} ${second.userId}`), 'who has blocked is not matched');
    must(!blocks.has(`${second.userId} ${first.userId}`), 'who is blocked is not matched');
    for (const member of session.members) {
      must((await store.ofUser(member.userId))?.id === session.id, 'both are in one session');
    }
    if (session.mode !== 'level') return;
    const distance = Math.abs(first.card.currentBand - second.card.currentBand);
    const accepted = Math.min(first.ticket?.tolerance ?? 0, second.ticket?.tolerance ?? 0);
    must(distance <= accepted, 'both accept the distance');
  }

  return {
    take,

    async check(): Promise<void> {
      for (const known of people) await checkPerson(known);
      await checkArrivals();
      for (const { errors } of [house(0), house(1)]) must(errors.length === 0, `no errors: ${errors.join()}`);
    },

    /** Every device that comes back has been told of each session once, and of its end once. */
    async checkStories(): Promise<void> {
      const { clock } = house(0);
      for (const { person, at } of people) if (at === null) await person.arrive(house(0));
      // What a plan has begun comes to its round, and what came of that to its end.
      await clock.advance(nextRoundAt(clock.now(), ROUND_MS) - clock.now() + LATE_MS);
      for (const { person } of people) {
        const matched = person.events.flatMap((event) =>
          event.type === 'matched' ? [event.session.id] : [],
        );
        const ended = person.events.flatMap((event) =>
          event.type === 'session_ended' ? [event.sessionId] : [],
        );
        must(new Set(matched).size === matched.length, 'each match is told once');
        must(new Set(ended).size === ended.length, 'each end is told once');
        checkPrepared(person);
      }
    },
  };
}

export type HouseModel = ReturnType<typeof createHouseModel>;

/** @throws Error with the promise that was broken */
export async function playSteps(model: HouseModel, steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    await model.take(step);
    await model.check();
  }
  await model.checkStories();
}
