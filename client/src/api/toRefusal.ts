import { TRPCClientError } from '@trpc/client';
import type { AppCode } from '@suhbatdosh/server/contract';
import type { Refusal } from './Refusal.ts';

/** A record and not a list, so that a code which the server adds does not compile until it is here. */
const KNOWN: Record<AppCode, true> = {
  WRONG_INPUT: true,
  NOT_LOGGED_IN: true,
  FOREIGN_ORIGIN: true,
  NOT_FOUND: true,
  TOO_MANY_REQUESTS: true,
  BUSY: true,
  DATABASE_UNAVAILABLE: true,
  USERNAME_TAKEN: true,
  EMAIL_TAKEN: true,
  PASSWORD_TOO_COMMON: true,
  TOO_YOUNG: true,
  WRONG_CREDENTIALS: true,
  BANNED: true,
  GENDER_NEEDED: true,
  IN_SESSION: true,
  NO_EVENT_STREAM: true,
  NOT_WAITING: true,
  SESSION_OVER: true,
  NOT_IN_SESSION: true,
  TOO_LARGE: true,
  HTTP_ONLY: true,
  ABOUT_YOURSELF: true,
  RATING_CLOSED: true,
  NOT_MUTUAL: true,
  PARTNER_BUSY: true,
  INVITE_OVER: true,
  PUSH_ENDPOINT_REFUSED: true,
  NO_RELAY: true,
  SHUTTING_DOWN: true,
};

const isAppCode = (code: unknown): code is AppCode => typeof code === 'string' && Object.hasOwn(KNOWN, code);

const nothing = { fields: [], retryAfterMs: null, requestId: null };

/**
 * The one place where a thrown error becomes something to tell a person.
 * An error of tRPC without `data` never came from our server: the network, or a proxy's own page.
 */
export function toRefusal(error: unknown): Refusal {
  if (!(error instanceof TRPCClientError)) return { code: 'UNEXPECTED', ...nothing };
  const data: unknown = error.data;
  if (typeof data !== 'object' || data === null) return { code: 'OFFLINE', ...nothing };
  const { appCode, fields, retryAfterMs, requestId } = data as Record<string, unknown>;
  return {
    code: isAppCode(appCode) ? appCode : 'UNEXPECTED',
    fields: typeof fields === 'object' && fields !== null ? Object.keys(fields) : [],
    retryAfterMs: typeof retryAfterMs === 'number' ? retryAfterMs : null,
    requestId: typeof requestId === 'string' ? requestId : null,
  };
}
