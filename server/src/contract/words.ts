import { z } from 'zod';

/** The small words that every other schema is made of. */

/** IELTS scale, 0 to 9 in halves; a learner's own estimate. */
export const band = z.literal([0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 5.5, 6, 6.5, 7, 7.5, 8, 8.5, 9]);
export type Band = z.infer<typeof band>;

export const locale = z.enum(['uz', 'ru', 'en']);
export type Locale = z.infer<typeof locale>;

export const mode = z.enum(['roulette', 'level']);
export type Mode = z.infer<typeof mode>;

export const gender = z.enum(['female', 'male']);
export type Gender = z.infer<typeof gender>;

export const partnerGender = z.enum(['any', 'same']);
export type PartnerGender = z.infer<typeof partnerGender>;

export const presenceState = z.enum(['offline', 'online', 'waiting', 'in_session']);
export type PresenceState = z.infer<typeof presenceState>;

export const role = z.enum(['learner', 'moderator', 'admin']);
export type Role = z.infer<typeof role>;

/** Largest distance of two bands that a level ticket accepts. */
export const tolerance = z.literal([0.5, 1, 1.5]);
export type Tolerance = z.infer<typeof tolerance>;

export const id = z.uuid();

/** ISO 8601, UTC, with milliseconds. */
export const timestamp = z.iso.datetime({ precision: 3 });
