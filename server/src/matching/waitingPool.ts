import { yearOf } from '../clock/yearOf.ts';
import { ageGroup, isAvoided, kindsMeet, personsMeet } from './matchRules.ts';
import type { Ticket } from './Ticket.ts';

const NOBODY = -1;
/** 0 to 9 in halves. */
const HALF_BANDS = 19;
/** Picks at random before the pool is searched through; in a mixed queue the first or second pick fits. */
const RANDOM_PICKS = 8;

interface PoolOptions {
  now: number;
  random: () => number;
  /** Whether recent partners are passed over. */
  avoidRecent: boolean;
}

/**
 * The tickets of a round that are still to be matched, by number (their place in the given array). Tickets of one
 * kind (mode, band, tolerance, age group, gender and wish) stand in one line in service order, so that whether two
 * kinds meet is decided once, and a search meets at most the few that two persons exclude for each other.
 */
export function createWaitingPool(tickets: readonly Ticket[], options: PoolOptions) {
  const { now, random, avoidRecent } = options;
  const year = yearOf(now);

  const next = new Int32Array(tickets.length).fill(NOBODY);
  const previous = new Int32Array(tickets.length).fill(NOBODY);
  const kindOf = new Int32Array(tickets.length);
  const kinds: { sample: Ticket; head: number; tail: number }[] = [];
  const kindNumbers = new Map<number, number>();
  const levelKindsByHalfBand: number[][] = Array.from({ length: HALF_BANDS }, () => []);
  const rouletteKinds: number[] = [];
  const meets: (boolean | undefined)[][] = [];

  const roulette = new Int32Array(tickets.length);
  const rouletteAt = new Int32Array(tickets.length).fill(NOBODY);
  let rouletteSize = 0;

  /** Level tickets of equal kind agree on all of it; roulette ones on all but tolerance, which they do not have. */
  function kindKey(ticket: Ticket): number {
    const { card, birthYear, gender, partnerGender } = ticket.learner;
    const age = { minor: 0, between: 1, adult: 2 }[ageGroup(birthYear, year)];
    const sex = gender === null ? 0 : gender === 'female' ? 1 : 2;
    const wish = partnerGender === 'same' ? 1 : 0;
    const accepts = ticket.mode === 'roulette' ? 0 : ticket.tolerance * 2;
    return (((card.currentBand * 2 * 4 + accepts) * 3 + age) * 3 + sex) * 2 + wish;
  }

  function openKind(sample: Ticket): number {
    const number = kinds.push({ sample, head: NOBODY, tail: NOBODY }) - 1;
    meets.push([]);
    if (sample.mode === 'roulette') rouletteKinds.push(number);
    else levelKindsByHalfBand[sample.learner.card.currentBand * 2]?.push(number);
    return number;
  }

  for (let number = 0; number < tickets.length; number++) {
    const ticket = tickets[number];
    if (!ticket) continue;
    const key = kindKey(ticket);
    let kindNumber = kindNumbers.get(key);
    if (kindNumber === undefined) {
      kindNumber = openKind(ticket);
      kindNumbers.set(key, kindNumber);
    }
    kindOf[number] = kindNumber;
    const kind = kinds[kindNumber];
    if (!kind) continue;
    if (kind.tail === NOBODY) kind.head = number;
    else next[kind.tail] = number;
    previous[number] = kind.tail;
    kind.tail = number;
    if (ticket.mode === 'roulette') {
      rouletteAt[number] = rouletteSize;
      roulette[rouletteSize++] = number;
    }
  }

  function kindsFit(a: number, b: number): boolean {
    const row = meets[a];
    const one = kinds[a]?.sample;
    const other = kinds[b]?.sample;
    if (!row || !one || !other) return false;
    return (row[b] ??= kindsMeet(one, other, year));
  }

  function personsFit(a: Ticket, b: Ticket): boolean {
    return personsMeet(a, b) && !(avoidRecent && isAvoided(a, b, now));
  }

  /** The first in the kind's line whom nothing personal keeps apart from the seeker. */
  function firstFit(seeker: Ticket, kindNumber: number): number {
    for (let number = kinds[kindNumber]?.head ?? NOBODY; number !== NOBODY; number = next[number] ?? NOBODY) {
      const ticket = tickets[number];
      if (ticket && personsFit(seeker, ticket)) return number;
    }
    return NOBODY;
  }

  /** Ticket numbers follow the service order, so the smallest is who waits longest. `best`: who was found before. */
  function longestWaiting(
    seeker: Ticket,
    seekerKind: number,
    { halfBand, best }: { halfBand: number; best: number },
  ): number {
    let longest = best;
    const among = levelKindsByHalfBand[halfBand];
    for (let place = 0; among && place < among.length; place++) {
      const kindNumber = among[place] ?? NOBODY;
      const head = kinds[kindNumber]?.head ?? NOBODY;
      if (head === NOBODY || (longest !== NOBODY && head > longest)) continue;
      if (!kindsFit(seekerKind, kindNumber)) continue;
      const found = firstFit(seeker, kindNumber);
      if (found !== NOBODY && (longest === NOBODY || found < longest)) longest = found;
    }
    return longest;
  }

  /** The nearest band first; within one distance the longest waiting. */
  function findLevel(seeker: Ticket, seekerKind: number): number {
    const own = seeker.learner.card.currentBand * 2;
    const farthest = seeker.mode === 'level' ? seeker.tolerance * 2 : HALF_BANDS;
    for (let distance = 0; distance <= farthest; distance++) {
      const below = longestWaiting(seeker, seekerKind, { halfBand: own - distance, best: NOBODY });
      const found =
        distance === 0
          ? below
          : longestWaiting(seeker, seekerKind, { halfBand: own + distance, best: below });
      if (found !== NOBODY) return found;
    }
    return NOBODY;
  }

  function pickRoulette(seeker: Ticket, seekerKind: number): number {
    for (let pick = 0; pick < RANDOM_PICKS && rouletteSize > 0; pick++) {
      const number = roulette[Math.floor(random() * rouletteSize)] ?? NOBODY;
      const ticket = tickets[number];
      if (ticket && kindsFit(seekerKind, kindOf[number] ?? NOBODY) && personsFit(seeker, ticket))
        return number;
    }
    return NOBODY;
  }

  /** Goes through the kinds from a random one on, so that scarce luck does not always fall on the same. */
  function searchRoulette(seeker: Ticket, seekerKind: number): number {
    const start = Math.floor(random() * rouletteKinds.length);
    for (let step = 0; step < rouletteKinds.length; step++) {
      const kindNumber = rouletteKinds[(start + step) % rouletteKinds.length] ?? NOBODY;
      if (!kindsFit(seekerKind, kindNumber)) continue;
      const found = firstFit(seeker, kindNumber);
      if (found !== NOBODY) return found;
    }
    return NOBODY;
  }

  function findRoulette(seeker: Ticket, seekerKind: number): number {
    const picked = pickRoulette(seeker, seekerKind);
    return picked === NOBODY ? searchRoulette(seeker, seekerKind) : picked;
  }

  return {
    /** Takes a ticket out of the pool, matched or served in vain. */
    remove(number: number): void {
      const kind = kinds[kindOf[number] ?? NOBODY];
      if (!kind) return;
      const before = previous[number] ?? NOBODY;
      const after = next[number] ?? NOBODY;
      if (before === NOBODY) kind.head = after;
      else next[before] = after;
      if (after === NOBODY) kind.tail = before;
      else previous[after] = before;
      const at = rouletteAt[number] ?? NOBODY;
      if (at === NOBODY) return;
      const last = roulette[--rouletteSize] ?? NOBODY;
      roulette[at] = last;
      rouletteAt[last] = at;
      rouletteAt[number] = NOBODY;
    },

    /** A partner for a ticket that was removed before, its own mode first; null when nobody in the pool is for it. */
    findPartner(number: number): number | null {
      const seeker = tickets[number];
      const seekerKind = kindOf[number];
      if (!seeker || seekerKind === undefined) return null;
      const ways = seeker.mode === 'level' ? [findLevel, findRoulette] : [findRoulette, findLevel];
      for (const find of ways) {
        const found = find(seeker, seekerKind);
        if (found !== NOBODY) return found;
      }
      return null;
    },
  };
}
