/** Everything that a use case can refuse. A code crosses the wire as `error.data.appCode`; the client has its words. */
export const APP_CODES = [
  'WRONG_INPUT',
  'NOT_LOGGED_IN',
  'FOREIGN_ORIGIN',
  'HTTP_ONLY',
  'NOT_FOUND',
  'TOO_MANY_REQUESTS',
  'BUSY',
  'DATABASE_UNAVAILABLE',
  'USERNAME_TAKEN',
  'EMAIL_TAKEN',
  'PASSWORD_TOO_COMMON',
  'TOO_YOUNG',
  'WRONG_CREDENTIALS',
  'BANNED',
  'GENDER_NEEDED',
  'NO_RELAY',
  'IN_SESSION',
  'NO_EVENT_STREAM',
  'NOT_WAITING',
  'SESSION_OVER',
  'NOT_IN_SESSION',
  'TOO_LARGE',
  'ABOUT_YOURSELF',
  'RATING_CLOSED',
  'NOT_MUTUAL',
  'PARTNER_BUSY',
  'INVITE_OVER',
  'PUSH_ENDPOINT_REFUSED',
  'SHUTTING_DOWN',
] as const;

export type AppCode = (typeof APP_CODES)[number];

/** A refusal that a feature decided on. Carries a code, never prose: each edge has its own words. */
export class AppError extends Error {
  readonly code: AppCode;
  /** Only with TOO_MANY_REQUESTS and BUSY: when trying again makes sense. */
  readonly retryAfterMs: number | undefined;
  /** Messages by field, in the shape of the flattened zod messages. */
  readonly fields: Readonly<Record<string, readonly string[]>> | undefined;

  constructor(
    code: AppCode,
    details: { retryAfterMs?: number; fields?: Record<string, string[]>; cause?: unknown } = {},
  ) {
    super(code, { cause: details.cause });
    this.name = 'AppError';
    this.code = code;
    this.retryAfterMs = details.retryAfterMs;
    this.fields = details.fields;
  }
}
