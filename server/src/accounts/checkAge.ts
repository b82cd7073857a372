import { AppError } from '../contract/errors.ts';

/** Older than anybody: a slip of the finger. */
const AGE_MAX = 110;

/**
 * Only the year is asked for, so age is counted in calendar years: who turns `minAge` at any time this year may come.
 * @throws AppError TOO_YOUNG; WRONG_INPUT for a year that cannot be anybody's
 */
export function checkAge(birthYear: number, minAge: number, now: number): void {
  const age = new Date(now).getUTCFullYear() - birthYear;
  if (age < 0 || age > AGE_MAX) {
    throw new AppError('WRONG_INPUT', {
      fields: { birthYear: ['is not a year in which somebody living was born'] },
    });
  }
  if (age < minAge) throw new AppError('TOO_YOUNG');
}
