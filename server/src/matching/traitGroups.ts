import type { Learner } from '../profiles/Learner.ts';
import { ageGroup, traitsMeet, type Traits } from './matchRules.ts';

/**
 * Everybody of one group may meet the same groups, so whether two groups meet is asked once and not for every two
 * people. A group is a number, a set of groups a whole number with one bit for each.
 */

const AGES = ['minor', 'between', 'adult'] as const;
const GENDERS = [null, 'female', 'male'] as const;
const WISHES = ['any', 'same'] as const;

const AGE_NUMBERS = { minor: 0, between: 1, adult: 2 } as const;

/** In the order of their numbers. */
const GROUPS: readonly Traits[] = AGES.flatMap((age) =>
  GENDERS.flatMap((gender) => WISHES.map((partnerGender) => ({ age, gender, partnerGender }))),
);

/** The set of groups that each group meets. */
export const MEETS = Int32Array.from(GROUPS, (one) =>
  GROUPS.reduce((set, other, number) => (traitsMeet(one, other) ? set | (1 << number) : set), 0),
);

/** @param year the current one, UTC */
export function groupOf({ birthYear, gender, partnerGender }: Learner, year: number): number {
  const age = AGE_NUMBERS[ageGroup(birthYear, year)];
  const sex = gender === null ? 0 : gender === 'female' ? 1 : 2;
  return (age * GENDERS.length + sex) * WISHES.length + (partnerGender === 'same' ? 1 : 0);
}
