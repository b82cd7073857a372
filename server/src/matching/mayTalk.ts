import type { Learner } from '../profiles/Learner.ts';
import { agesMeet, ageGroup } from './matchRules.ts';

/**
 * What holds for any two who talk, however they were brought together: neither has blocked the other, and the age rule.
 * Bands and wishes are the queue's.
 * @param year the current one, UTC
 */
export function mayTalk(one: Learner, other: Learner, year: number): boolean {
  const hasBlocked = one.blocked.includes(other.card.id) || other.blocked.includes(one.card.id);
  return !hasBlocked && agesMeet(ageGroup(one.birthYear, year), ageGroup(other.birthYear, year));
}
