import { matchArrival } from '../src/matching/matchArrival.ts';
import { isAllowed, isAvoided } from '../src/matching/matchRules.ts';
import { matchRound } from '../src/matching/matchRound.ts';
import { byServiceOrder, type Pair, type Ticket } from '../src/matching/Ticket.ts';
import type { Mode } from '../src/contract/index.ts';
import type { Learner } from '../src/profiles/Learner.ts';
import { bandAround6, pick, seededRandom } from './matcherQueue.ts';

/**
 * A site with always the same people, who think about it (a minute on average), queue, talk (one minute at least, eight
 * on average) and begin again; half of the time in each mode. Who has waited a minute in level mode accepts one band of
 * distance, if he is the kind that does. The matcher and its rules are the real ones; time goes in whole seconds.
 */
export interface Day {
  online: number;
  hours: number;
  seed: number;
}

export interface Wait {
  mode: Mode;
  /** Up to 4 or from 8 on. */
  isRare: boolean;
  waitedMs: number;
  /** False: still waiting at the end of the day. */
  isMatched: boolean;
}

export interface DayResult {
  waits: Wait[];
  /**
   * By a number of rounds: how many waited through so many at which they had an allowed partner, neither avoided nor
   * taken by somebody who had waited longer: he was left over too, or went to somebody who came later. Such a choice
   * between two rounds counts as one of the round that follows.
   */
  passedOver: number[];
  /**
   * The same of rounds at which all allowed partners went to people who had waited longer. No order of service can keep
   * this low: of four who wait for the one newcomer of each round, one has to see three of them go to others.
   */
  outwaited: number[];
}

const ROUND_S = 20;
const THINK_S = 60;
const TALK_S = 480;
const LEAST_TALK_S = 60;
const WIDEN_AFTER_S = 60;
const YEAR = 2026;
const STARTS_AT = Date.UTC(YEAR, 5, 1);

/** @param match plays the rounds: the real matcher, or one to compare it with */
export function simulateDay({ online, hours, seed }: Day, match = matchRound): DayResult {
  const random = seededRandom(seed);
  const endS = hours * 3_600;
  const agenda: (() => void)[][] = Array.from({ length: endS }, () => []);
  const waiting = new Map<string, Ticket>();
  const waits: Wait[] = [];
  /** By ticket: the rounds. */
  const passedOver = new Map<string, Set<number>>();
  const outwaited = new Map<string, Set<number>>();
  const people = Array.from({ length: online }, (_, number) => aLearner(number, random));
  let nowS = 0;
  let lastTicket = 0;

  const nowMs = (): number => STARTS_AT + nowS * 1_000;
  const exponential = (mean: number): number => -mean * Math.log(1 - random());
  const later = (afterS: number, run: () => void): void =>
    void agenda[nowS + Math.max(1, Math.round(afterS))]?.push(run);

  function note(ticket: Ticket, isMatched: boolean): void {
    const band = ticket.learner.card.currentBand;
    const isRare = band <= 4 || band >= 8;
    waits.push({ mode: ticket.mode, isRare, waitedMs: nowMs() - ticket.joinedAt, isMatched });
  }

  function think(number: number): void {
    later(exponential(THINK_S), () => join(number));
  }

  function join(number: number): void {
    const learner = people[number];
    if (!learner) return;
    const ticket: Ticket = {
      id: `t${++lastTicket}`,
      userId: learner.card.id,
      deviceId: 'phone',
      mode: random() < 0.5 ? 'roulette' : 'level',
      tolerance: 0.5,
      joinedAt: nowMs(),
      isFront: false,
      failures: 0,
      failedAt: null,
      awaySince: null,
      prepares: false,
      learner,
    };
    arrive(ticket);
    if (ticket.mode === 'level' && random() < 0.5) later(WIDEN_AFTER_S, () => widen(ticket));
  }

  function arrive(ticket: Ticket): void {
    waiting.set(ticket.userId, ticket);
    const partner = matchArrival(ticket, [...waiting.values()], nowMs());
    if (!partner) return;
    for (const other of waiting.values()) {
      const isPassedOver =
        other.mode === 'level' && byServiceOrder(other, partner) < 0 && fits(other, ticket);
      if (isPassedOver) countRound(passedOver, other);
    }
    meet([partner, ticket]);
  }

  function widen(ticket: Ticket): void {
    if (waiting.get(ticket.userId)?.id === ticket.id) arrive({ ...ticket, tolerance: 1 });
  }

  function meet(pair: Pair): void {
    const talkS = Math.max(LEAST_TALK_S, exponential(TALK_S));
    for (const [side, ticket] of pair.entries()) {
      const partnerId = pair[1 - side]?.userId ?? '';
      note(ticket, true);
      waiting.delete(ticket.userId);
      const number = Number(ticket.userId);
      const learner = people[number];
      if (!learner) continue;
      const recent = [partnerId, ...learner.recent.filter((id) => id !== partnerId)].slice(0, 3);
      people[number] = { ...learner, recent };
      later(talkS, () => think(number));
    }
  }

  function round(): void {
    const before = [...waiting.values()];
    const partnerOf = new Map<Ticket, Ticket>();
    for (const pair of match(before, nowMs(), random)) {
      partnerOf.set(pair[0], pair[1]).set(pair[1], pair[0]);
    }
    for (const left of before.filter((ticket) => !partnerOf.has(ticket))) {
      const takers = before.filter((other) => fits(left, other)).map((other) => partnerOf.get(other));
      if (takers.length === 0) continue;
      const isOutwaited = takers.every((taker) => taker !== undefined && byServiceOrder(taker, left) < 0);
      countRound(isOutwaited ? outwaited : passedOver, left);
    }
    for (const [a, b] of partnerOf) if (a.id < b.id) meet([a, b]);
  }

  function fits(a: Ticket, b: Ticket): boolean {
    return isAllowed(a, b, YEAR) && !isAvoided(a, b, nowMs());
  }

  function countRound(rounds: Map<string, Set<number>>, { id }: Ticket): void {
    const own = rounds.get(id) ?? new Set();
    rounds.set(id, own.add(Math.ceil(nowS / ROUND_S)));
  }

  for (let number = 0; number < online; number++) think(number);
  for (; nowS < endS; nowS++) {
    for (const run of agenda[nowS] ?? []) run();
    if (nowS % ROUND_S === 0) round();
  }
  for (const ticket of waiting.values()) note(ticket, false);
  return { waits, passedOver: toHistogram(passedOver), outwaited: toHistogram(outwaited) };
}

/** How many have so many rounds, by that number. */
function toHistogram(rounds: ReadonlyMap<string, ReadonlySet<number>>): number[] {
  const histogram: number[] = [];
  for (const { size } of rounds.values()) histogram[size] = (histogram[size] ?? 0) + 1;
  return Array.from(histogram, (count) => count ?? 0);
}

function aLearner(number: number, random: () => number): Learner {
  const id = String(number);
  const gender = pick(['female', 'male', null] as const, random());
  return {
    card: {
      id,
      username: `learner_${id}`,
      displayName: 'Madina',
      currentBand: bandAround6(random),
      targetBand: 7,
      bio: null,
      memberSince: '2026-01-01T00:00:00.000Z',
    },
    birthYear: YEAR - 17 - Math.floor(random() * 12),
    gender,
    partnerGender: gender !== null && random() < 0.05 ? 'same' : 'any',
    hideIp: false,
    blocked: [],
    recent: [],
  };
}
