import type { FieldErrors } from './fieldErrors.ts';

/*
 * What a person can be told before sending. The server's schemas decide; these are the same limits
 * (server/src/contract: limits.ts, people.ts), so that nobody waits for a round trip to read of a typo.
 */
const USERNAME = { min: 3, max: 32 };
const PASSWORD = { min: 8, max: 256 };
const NAME_MAX = 40;
const BIO_MAX = 300;

/** null: nothing to say. Every check takes what was typed, as it was typed. */
type Check = (typed: string) => FieldErrors[keyof FieldErrors] | null;

const lengthOf = (text: string): number => [...text].length;

export const checkName: Check = (typed) => {
  const length = lengthOf(typed.trim());
  if (length === 0) return 'field.name_empty';
  return length > NAME_MAX ? 'field.name_long' : null;
};

export const checkUsername: Check = (typed) => {
  const username = typed.trim().toLowerCase();
  if (username.length < USERNAME.min || username.length > USERNAME.max) return 'field.username_length';
  return /^[a-z0-9_.]+$/.test(username) ? null : 'field.username_letters';
};

export const checkNewPassword: Check = (typed) => {
  const length = lengthOf(typed);
  if (length < PASSWORD.min) return 'field.password_short';
  return length > PASSWORD.max ? 'field.password_long' : null;
};

export const checkGivenPassword: Check = (typed) => (typed === '' ? 'field.password_empty' : null);

export const checkGivenUsername: Check = (typed) => (typed.trim() === '' ? 'field.username_empty' : null);

/** As the server counts: by calendar years, so whoever turns that old at any time this year may come. */
export function checkBirthYear(
  typed: string,
  { thisYear, minAge }: { thisYear: number; minAge: number },
): ReturnType<Check> {
  const year = typed.trim();
  if (!/^(19|20)\d\d$/.test(year) || Number(year) > thisYear) return 'field.birth_year_bad';
  return thisYear - Number(year) < minAge ? 'field.too_young' : null;
}

/** Empty is fine. Not more than one @ with something around it: the server knows better. */
export const checkEmail: Check = (typed) =>
  typed.trim() === '' || /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(typed.trim()) ? null : 'field.email_bad';

export const checkBio: Check = (typed) => (lengthOf(typed.trim()) > BIO_MAX ? 'field.bio_long' : null);
