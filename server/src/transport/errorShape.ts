import { TRPCError } from '@trpc/server';
import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import {
  TRPC_ERROR_CODES_BY_KEY,
  type TRPC_ERROR_CODE_KEY,
  type TRPC_ERROR_CODE_NUMBER,
} from '@trpc/server/rpc';
import { z } from 'zod';
import { AppError, type AppCode } from '../contract/errors.ts';

/** The one place where a domain code becomes a transport code; a new AppCode does not compile without its line. */
export const TRANSPORT_CODES = {
  WRONG_INPUT: 'BAD_REQUEST',
  NOT_LOGGED_IN: 'UNAUTHORIZED',
  FOREIGN_ORIGIN: 'FORBIDDEN',
  HTTP_ONLY: 'METHOD_NOT_SUPPORTED',
  NOT_FOUND: 'NOT_FOUND',
  TOO_MANY_REQUESTS: 'TOO_MANY_REQUESTS',
  BUSY: 'SERVICE_UNAVAILABLE',
  DATABASE_UNAVAILABLE: 'SERVICE_UNAVAILABLE',
  USERNAME_TAKEN: 'CONFLICT',
  EMAIL_TAKEN: 'CONFLICT',
  PASSWORD_TOO_COMMON: 'BAD_REQUEST',
  TOO_YOUNG: 'BAD_REQUEST',
  WRONG_CREDENTIALS: 'UNAUTHORIZED',
  BANNED: 'FORBIDDEN',
  GENDER_NEEDED: 'BAD_REQUEST',
  NO_RELAY: 'PRECONDITION_FAILED',
  IN_SESSION: 'CONFLICT',
  NO_EVENT_STREAM: 'PRECONDITION_FAILED',
  NOT_WAITING: 'CONFLICT',
  SESSION_OVER: 'CONFLICT',
  NOT_IN_SESSION: 'FORBIDDEN',
  TOO_LARGE: 'PAYLOAD_TOO_LARGE',
  ABOUT_YOURSELF: 'BAD_REQUEST',
  RATING_CLOSED: 'CONFLICT',
  NOT_MUTUAL: 'FORBIDDEN',
  PARTNER_BUSY: 'CONFLICT',
  INVITE_OVER: 'NOT_FOUND',
  PUSH_ENDPOINT_REFUSED: 'BAD_REQUEST',
  SHUTTING_DOWN: 'SERVICE_UNAVAILABLE',
} as const satisfies Record<AppCode, TRPC_ERROR_CODE_KEY>;

/** tRPC's own refusals that mean the same as one of ours. The others have no `appCode`: only a broken client sees them. */
const APP_CODES_OF_TRPC: Partial<Record<TRPC_ERROR_CODE_KEY, AppCode>> = {
  PARSE_ERROR: 'WRONG_INPUT',
  BAD_REQUEST: 'WRONG_INPUT',
  UNAUTHORIZED: 'NOT_LOGGED_IN',
  NOT_FOUND: 'NOT_FOUND',
  PAYLOAD_TOO_LARGE: 'TOO_LARGE',
  TOO_MANY_REQUESTS: 'TOO_MANY_REQUESTS',
};

/** Said to the client with a 503 whose cause does not know better. */
const UNAVAILABLE_RETRY_MS = 2000;

export interface ErrorData {
  code: TRPC_ERROR_CODE_KEY;
  httpStatus: number;
  appCode?: AppCode;
  /** Developers' words by field; those of the whole input are under `''`. People are told by the client, in their language. */
  fields?: Readonly<Record<string, readonly string[]>>;
  retryAfterMs?: number;
  /** Always with an unexpected error: its line in the log has the same. */
  requestId?: string;
}

export interface ErrorShape {
  code: TRPC_ERROR_CODE_NUMBER;
  message: string;
  data: ErrorData;
}

/** The refusal behind a transport error; null: nobody decided on it. */
export function toAppError(error: unknown): AppError | null {
  if (error instanceof AppError) return error;
  return error instanceof Error && error.cause instanceof AppError ? error.cause : null;
}

/** Whether the fault is ours, so that it belongs into the log and not onto the wire. */
export function isUnexpected(error: TRPCError): boolean {
  return toAppError(error) === null && getHTTPStatusCodeFromError(error) >= 500;
}

/**
 * What the wire says of an error. `message` is a code or a fixed text, never the original one:
 * that may carry SQL, a path of the server or the input.
 */
export function toErrorShape(error: TRPCError, requestId?: string): ErrorShape {
  const refusal = toAppError(error);
  if (refusal !== null) return toRefusalShape(refusal);
  if (isUnexpected(error)) {
    return {
      ...shapeOf('INTERNAL_SERVER_ERROR', { requestId }),
      message: 'Something went wrong on the server',
    };
  }
  const fields = error.cause instanceof z.ZodError ? toFields(error.cause) : undefined;
  return shapeOf(error.code, { appCode: APP_CODES_OF_TRPC[error.code], fields });
}

/** The same for a refusal that never was in tRPC's hands. */
export function toRefusalShape(refusal: AppError): ErrorShape {
  return shapeOf(TRANSPORT_CODES[refusal.code], {
    appCode: refusal.code,
    fields: refusal.fields,
    retryAfterMs: toRetryAfterMs(refusal),
  });
}

/** undefined: trying again is not a matter of time. */
export function toRetryAfterMs(refusal: AppError): number | undefined {
  if (refusal.retryAfterMs !== undefined) return refusal.retryAfterMs;
  return TRANSPORT_CODES[refusal.code] === 'SERVICE_UNAVAILABLE' ? UNAVAILABLE_RETRY_MS : undefined;
}

function toFields(error: z.ZodError): Record<string, string[]> {
  const { fieldErrors, formErrors } = z.flattenError(error as z.ZodError<Record<string, unknown>>);
  const fields: Record<string, string[]> = {};
  for (const [name, messages] of Object.entries(fieldErrors)) if (messages) fields[name] = messages;
  if (formErrors.length > 0) fields[''] = formErrors;
  return fields;
}

function shapeOf(
  code: TRPC_ERROR_CODE_KEY,
  data: Pick<ErrorData, 'appCode' | 'fields' | 'retryAfterMs' | 'requestId'>,
): ErrorShape {
  const httpStatus = getHTTPStatusCodeFromError(new TRPCError({ code }));
  return {
    code: TRPC_ERROR_CODES_BY_KEY[code],
    message: data.appCode ?? code,
    data: { code, httpStatus, ...data },
  };
}
