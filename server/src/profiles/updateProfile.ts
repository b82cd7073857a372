import { CheckConstraintViolationException, UniqueConstraintViolationException } from '@mikro-orm/core';
import type { Database } from '../database/Database.ts';
import { AppError } from '../contract/errors.ts';
import type { UpdateProfileInput } from '../contract/index.ts';
import { Profile } from './Profile.entity.ts';
import type { ProfileWithAccount } from './toPublicProfile.ts';
import { toProfileSearchText } from './toSearchText.ts';

/** Writes one's own profile, and the e-mail of one's account. */
export async function updateProfile(
  database: Database,
  userId: string,
  input: UpdateProfileInput,
): Promise<ProfileWithAccount> {
  try {
    return await database.transaction(async (em) => {
      const profile = await em.findOne(Profile, { account: userId }, { populate: ['account'] });
      if (profile === null) throw new AppError('NOT_LOGGED_IN');

      // Field by field: what the schema does not know must never reach a column.
      profile.displayName = input.displayName ?? profile.displayName;
      profile.currentBand = input.currentBand ?? profile.currentBand;
      profile.targetBand = input.targetBand ?? profile.targetBand;
      profile.locale = input.locale ?? profile.locale;
      profile.partnerGender = input.partnerGender ?? profile.partnerGender;
      profile.hideIp = input.hideIp ?? profile.hideIp;
      if (input.bio !== undefined) profile.bio = input.bio;
      if (input.gender !== undefined) profile.gender = input.gender;
      if (input.email !== undefined) profile.account.$.email = input.email;
      profile.searchText = toProfileSearchText(profile.account.$.username, profile.displayName);

      if (profile.partnerGender === 'same' && profile.gender === null) throw new AppError('GENDER_NEEDED');
      return profile;
    });
  } catch (error) {
    if (error instanceof UniqueConstraintViolationException)
      throw new AppError('EMAIL_TAKEN', { cause: error });
    // Two changes at once, each fine by itself.
    if (error instanceof CheckConstraintViolationException)
      throw new AppError('GENDER_NEEDED', { cause: error });
    throw error;
  }
}
