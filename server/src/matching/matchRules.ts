import { WAITS } from '../contract/limits.ts';
import type { Learner } from '../profiles/Learner.ts';
import type { Ticket } from './Ticket.ts';

/** How many past partners are avoided. */
const RECENT_PARTNERS = 3;

/**
 * Only the year of birth is known, so both doubts count for the younger side: someone who may still be 17
 * is a minor, someone who may already be 20 is an adult to keep away from minors.
 */
export type AgeGroup = 'minor' | 'between' | 'adult';

export function ageGroup(birthYear: number, year: number): AgeGroup {
  const turnsThisYear = year - birthYear;
  const youngest = turnsThisYear - 1;
  if (youngest < 18) return 'minor';
  return turnsThisYear >= 20 ? 'adult' : 'between';
}

export function agesMeet(a: AgeGroup, b: AgeGroup): boolean {
  return !((a === 'minor' && b === 'adult') || (a === 'adult' && b === 'minor'));
}

/** What a person is, as far as it decides whom he may meet; the band is not among it. */
export interface Traits {
  age: AgeGroup;
  gender: Learner['gender'];
  partnerGender: Learner['partnerGender'];
}

function traitsOf({ birthYear, gender, partnerGender }: Learner, year: number): Traits {
  return { age: ageGroup(birthYear, year), gender, partnerGender };
}

export function traitsMeet(a: Traits, b: Traits): boolean {
  return agesMeet(a.age, b.age) && wishMet(a, b) && wishMet(b, a);
}

/** A wish for the same gender by someone who has not told his own cannot be granted, so it meets nobody. */
function wishMet(one: Traits, other: Traits): boolean {
  return one.partnerGender === 'any' || (one.gender !== null && one.gender === other.gender);
}

function bandsMeet(a: Ticket, b: Ticket): boolean {
  const distance = Math.abs(a.learner.card.currentBand - b.learner.card.currentBand);
  const accepts = (ticket: Ticket): boolean => ticket.mode === 'roulette' || distance <= ticket.tolerance;
  return accepts(a) && accepts(b);
}

/** Neither is the other, nor has blocked the other. */
export function personsMeet(a: Ticket, b: Ticket): boolean {
  return (
    a.userId !== b.userId && !a.learner.blocked.includes(b.userId) && !b.learner.blocked.includes(a.userId)
  );
}

/** Whether these two may ever be matched; recent partners may, they are only avoided. */
export function isAllowed(a: Ticket, b: Ticket, year: number): boolean {
  return (
    personsMeet(a, b) && bandsMeet(a, b) && traitsMeet(traitsOf(a.learner, year), traitsOf(b.learner, year))
  );
}

/**
 * Whether these two are to be kept apart while somebody else is allowed. The newest partner is avoided until the
 * longer side has waited `avoidRecentMs`, the second newest two thirds of it, the third a third.
 */
export function isAvoided(a: Ticket, b: Ticket, now: number): boolean {
  const place = Math.min(recentPlace(a.learner, b.userId), recentPlace(b.learner, a.userId));
  if (place >= RECENT_PARTNERS) return false;
  const fadesAfterMs = (WAITS.avoidRecentMs * (RECENT_PARTNERS - place)) / RECENT_PARTNERS;
  return now - Math.min(avoidingSince(a), avoidingSince(b)) < fadesAfterMs;
}

/** A match that has just failed is not tried again at once, however long the two have waited before it. */
const avoidingSince = (ticket: Ticket): number => ticket.failedAt ?? ticket.joinedAt;

/** 0 for the newest partner; RECENT_PARTNERS for one of long ago or never. */
function recentPlace(learner: Learner, userId: string): number {
  const place = learner.recent.indexOf(userId);
  return place < 0 ? RECENT_PARTNERS : place;
}
