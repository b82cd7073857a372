import type { Refusal } from '../api/Refusal.ts';
import type { PlainKey } from '../i18n/Messages.ts';

/** The fields of all forms, by the names that the server has for them. */
export type FieldName =
  | 'displayName'
  | 'username'
  | 'password'
  | 'currentPassword'
  | 'newPassword'
  | 'birthYear'
  | 'email'
  | 'bio'
  | 'gender'
  | 'currentBand'
  | 'targetBand';

/** What may stand under a field: words that need nothing filled in, or those that name the least age. */
export type FieldErrorKey = PlainKey | 'field.too_young';

/** Words under a field, by field; a field without a line is fine. */
export type FieldErrors = { readonly [Name in FieldName]?: FieldErrorKey | undefined };

/** What a person is told when the server refuses a field and we saw nothing wrong with it. */
const REFUSED: Record<FieldName, PlainKey> = {
  displayName: 'field.name_refused',
  username: 'field.username_letters',
  password: 'field.password_short',
  currentPassword: 'refusal.WRONG_PASSWORD',
  newPassword: 'field.password_short',
  birthYear: 'field.birth_year_bad',
  email: 'field.email_bad',
  bio: 'field.bio_refused',
  gender: 'field.refused',
  currentBand: 'field.band_bad',
  targetBand: 'field.band_bad',
};

/** Refusals that are about one field wherever that field is asked for. */
const FIELD_OF: Partial<Record<Refusal['code'], readonly FieldName[]>> = {
  USERNAME_TAKEN: ['username'],
  EMAIL_TAKEN: ['email'],
  PASSWORD_TOO_COMMON: ['newPassword', 'password'],
  TOO_YOUNG: ['birthYear'],
  WRONG_CREDENTIALS: ['currentPassword', 'password'],
  GENDER_NEEDED: ['gender'],
};

/**
 * Puts a refusal under the fields of this form that it is about.
 * Empty: it is about none of them and has to be said for the whole form.
 */
export function errorsOfRefusal(refusal: Refusal, fields: readonly FieldName[]): FieldErrors {
  const owner = FIELD_OF[refusal.code]?.find((field) => fields.includes(field));
  if (owner !== undefined) return { [owner]: wordsFor(refusal.code, owner) };
  const refused = fields.filter((field) => refusal.fields.includes(field));
  return Object.fromEntries(refused.map((field) => [field, REFUSED[field]]));
}

function wordsFor(code: Refusal['code'], field: FieldName): FieldErrorKey {
  if (code === 'TOO_YOUNG') return 'field.too_young';
  if (code === 'WRONG_CREDENTIALS' && field === 'currentPassword') return 'refusal.WRONG_PASSWORD';
  if (code === 'TOO_MANY_REQUESTS' || code === 'BUSY') return REFUSED[field];
  return `refusal.${code}`;
}
