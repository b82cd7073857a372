import { z } from 'zod';
import { LIMITS } from './limits.ts';
import { hasNoControls, visibleText } from './text.ts';
import { band, gender, id, locale, partnerGender, presenceState, role, timestamp } from './words.ts';

export const publicProfile = z.strictObject({
  id,
  username: z.string(),
  displayName: z.string(),
  currentBand: band,
  targetBand: band,
  bio: z.string().nullable(),
  presence: presenceState,
  /** Rounded down to five minutes; null: never seen, or here now. */
  lastSeenAt: timestamp.nullable(),
  memberSince: timestamp,
});
export type PublicProfile = z.infer<typeof publicProfile>;

export const me = publicProfile.extend({
  email: z.string().nullable(),
  birthYear: z.int(),
  gender: gender.nullable(),
  partnerGender,
  locale,
  hideIp: z.boolean(),
  role,
});
export type Me = z.infer<typeof me>;

/** What somebody has to know before he makes an account here. */
export const accountRules = z.strictObject({
  /** In years; who turns it at any time this year may come. */
  minAge: z.int(),
});
export type AccountRules = z.infer<typeof accountRules>;

const username = z
  .string()
  .trim()
  .toLowerCase()
  .min(LIMITS.usernameMin)
  .max(LIMITS.usernameMax)
  .regex(/^[a-z0-9_.]+$/, 'letters a-z, digits, _ and . only');

/** Counted in code points before normalising; NFKC may make it longer, which the hash does not mind. */
const newPassword = z
  .string()
  .max(LIMITS.passwordMax * 4)
  .refine((text) => {
    const length = [...text].length;
    return length >= LIMITS.passwordMin && length <= LIMITS.passwordMax;
  }, `must have ${LIMITS.passwordMin} to ${LIMITS.passwordMax} characters`);

/** A password that is only compared is not judged: an old one may be shorter than today's rule. */
const givenPassword = z
  .string()
  .min(1)
  .max(LIMITS.passwordMax * 4);

const email = z
  .string()
  .max(LIMITS.emailMax)
  .transform((text) => text.normalize('NFKC').trim().toLowerCase())
  .pipe(z.email().max(LIMITS.emailMax));

const displayName = visibleText({ min: 1, max: LIMITS.displayNameMax, lines: false });
const bio = visibleText({ min: 0, max: LIMITS.bioMax, lines: true });

export const registerInput = z.strictObject({
  username,
  password: newPassword,
  displayName,
  currentBand: band,
  targetBand: band,
  birthYear: z.int().min(1900).max(2100),
  email: email.nullish(),
  gender: gender.nullish(),
  locale: locale.optional(),
});
export type RegisterInput = z.infer<typeof registerInput>;

export const loginInput = z.strictObject({
  /** A username or an e-mail address. */
  username: z.string().min(1).max(LIMITS.emailMax).refine(hasNoControls, 'has control characters'),
  password: givenPassword,
});
export type LoginInput = z.infer<typeof loginInput>;

export const changePasswordInput = z.strictObject({
  currentPassword: givenPassword,
  newPassword,
});
export type ChangePasswordInput = z.infer<typeof changePasswordInput>;

export const updateProfileInput = z
  .strictObject({
    displayName,
    currentBand: band,
    targetBand: band,
    bio: bio.nullable(),
    locale,
    email: email.nullable(),
    gender: gender.nullable(),
    partnerGender,
    hideIp: z.boolean(),
  })
  .partial();
export type UpdateProfileInput = z.infer<typeof updateProfileInput>;

export const listProfilesInput = z
  .strictObject({
    cursor: z.string().max(200).nullish(),
    limit: z.int().min(1).max(LIMITS.pageMax).default(LIMITS.pageDefault),
    presence: z.enum(['online', 'any']).default('any'),
    minBand: band.optional(),
    maxBand: band.optional(),
    search: z
      .string()
      .trim()
      .max(LIMITS.searchMax)
      .refine(hasNoControls, 'has control characters')
      .optional(),
  })
  .prefault({});
export type ListProfilesInput = z.infer<typeof listProfilesInput>;

export const profilePage = z.strictObject({
  items: z.array(publicProfile),
  nextCursor: z.string().nullable(),
});
export type ProfilePage = z.infer<typeof profilePage>;
