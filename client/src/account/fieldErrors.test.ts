import { expect, test } from 'vitest';
import { aRefusal } from '../testing/fakeStores.ts';
import { errorsOfRefusal } from './fieldErrors.ts';

test('a refusal goes under the field that it is about, if this form has it', () => {
  expect(errorsOfRefusal(aRefusal('WRONG_CREDENTIALS'), ['username', 'password'])).toEqual({
    password: 'refusal.WRONG_CREDENTIALS',
  });
  expect(errorsOfRefusal(aRefusal('WRONG_CREDENTIALS'), ['currentPassword', 'newPassword'])).toEqual({
    currentPassword: 'refusal.WRONG_PASSWORD',
  });
  expect(errorsOfRefusal(aRefusal('TOO_YOUNG'), ['username', 'birthYear'])).toEqual({
    birthYear: 'field.too_young',
  });
  expect(errorsOfRefusal(aRefusal('EMAIL_TAKEN'), ['username', 'password'])).toEqual({});
});

test('what is about no field is left for the whole form', () => {
  expect(errorsOfRefusal(aRefusal('TOO_MANY_REQUESTS'), ['username', 'password'])).toEqual({});
});

test('several refused fields each get their words, strange ones none', () => {
  const refusal = aRefusal('WRONG_INPUT', { fields: ['email', 'bio', 'shoeSize'] });
  expect(errorsOfRefusal(refusal, ['displayName', 'email', 'bio'])).toEqual({
    email: 'field.email_bad',
    bio: 'field.bio_refused',
  });
});
