import type { IncomingMessage } from 'node:http';
import { TRPCError, type AnyTRPCRouter } from '@trpc/server';
import type { Handler, Request, Response } from 'express';
import { AppError } from '../contract/errors.ts';
import { PROTOCOL } from '../contract/protocol.ts';
import type { AllowOrigin } from './allowOrigin.ts';
import { toAddressKey } from './clientAddress.ts';
import { createCallRates } from './createCallRates.ts';
import { isTooDeep } from './boundedJson.ts';
import { toErrorShape } from './errorShape.ts';
import { readBody } from './readBody.ts';
import type { TransportLimits } from './transportLimits.ts';

export interface TrpcGuardOptions {
  router: AnyTRPCRouter;
  limits: Pick<TransportLimits, 'bodyBytes' | 'httpBatch' | 'httpCalls'>;
  allowOrigin: AllowOrigin;
  monotonicMs: () => number;
  readAddress(request: IncomingMessage): string;
}

type CallRates = ReturnType<typeof createCallRates>;

/** By then the rate has made room again. */
const RETRY_MS = 1000;

/** What is still read of a body after its refusal. */
const DISCARDED_BYTES = 1024 * 1024;

/**
 * Stands before tRPC's HTTP adapter, which would also take forms (a plain page of anybody's can send those,
 * with our cookie) and event streams, and reads a body of any length.
 */
export function createTrpcGuard(options: TrpcGuardOptions): Handler {
  const rates = createCallRates(options.limits.httpCalls, options.monotonicMs);
  return async (request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('X-Protocol', PROTOCOL.current);
    response.setHeader('X-Oldest-Client', PROTOCOL.oldestClient);
    // tRPC makes a URL of it; the caller's own may be none.
    request.headers.host = 'localhost';
    const refusal = checkHead(request, options, rates) ?? (await takeBody(request, options));
    if (refusal === null) next();
    else refuse(request, response, refusal);
  };
}

function checkHead(request: Request, options: TrpcGuardOptions, rates: CallRates): TRPCError | null {
  if (request.method !== 'GET' && request.method !== 'POST') {
    return new TRPCError({ code: 'METHOD_NOT_SUPPORTED' });
  }
  if (request.method === 'POST') {
    if (!options.allowOrigin.forUnsafeRequest(request)) return refused('FOREIGN_ORIGIN');
    if (!isJson(request)) return new TRPCError({ code: 'UNSUPPORTED_MEDIA_TYPE' });
  }
  return checkCalls(request, options, rates);
}

function checkCalls(request: Request, options: TrpcGuardOptions, rates: CallRates): TRPCError | null {
  const { router, limits } = options;
  const url = URL.parse(request.url, 'http://localhost');
  if (url === null) return refused('WRONG_INPUT');
  const query = url.searchParams;
  const names = procedureNames(request.path, query);
  if (names === null) return refused('WRONG_INPUT');
  const isAboutLogin = names.some((name) => name.startsWith('auth.'));
  // One guess at a password a request, so that counting requests counts guesses.
  if (names.length > (isAboutLogin ? 1 : limits.httpBatch)) return refused('WRONG_INPUT');
  const streams = [request.headers['trpc-accept'], request.headers.accept].join().includes('jsonl');
  // A streamed answer has sent its head before a procedure could set a cookie.
  if (isAboutLogin && streams) return new TRPCError({ code: 'UNSUPPORTED_MEDIA_TYPE' });
  if (names.some((name) => isSubscription(router, name))) {
    return new TRPCError({ code: 'METHOD_NOT_SUPPORTED' });
  }
  if (isTooDeep(query.get('input') ?? '')) return refused('WRONG_INPUT');
  const address = toAddressKey(options.readAddress(request));
  return rates.take(address, names.length) ? null : refused('TOO_MANY_REQUESTS');
}

/** The names as tRPC will read them; null when the path cannot be decoded. */
function procedureNames(path: string, query: URLSearchParams): string[] | null {
  try {
    const name = decodeURIComponent(path.slice(path.lastIndexOf('/') + 1));
    return query.get('batch') === '1' ? name.split(',') : [name];
  } catch {
    return null;
  }
}

function isSubscription(router: AnyTRPCRouter, name: string): boolean {
  const { procedures } = router._def;
  return Object.hasOwn(procedures, name) && procedures[name]?._def.type === 'subscription';
}

/** Leaves the text in `request.body`, where tRPC looks before it reads the stream. */
async function takeBody(request: Request, { limits }: TrpcGuardOptions): Promise<TRPCError | null> {
  if (request.method === 'GET') return null;
  const text = await readBody(request, limits.bodyBytes);
  if (text === null) return refused('TOO_LARGE');
  if (isTooDeep(text)) return refused('WRONG_INPUT');
  request.body = text;
  return null;
}

/** Media types are case-insensitive and may carry parameters (RFC 9110, 8.3.1). */
function isJson({ headers }: IncomingMessage): boolean {
  return headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() === 'application/json';
}

function refused(code: 'FOREIGN_ORIGIN' | 'WRONG_INPUT' | 'TOO_LARGE' | 'TOO_MANY_REQUESTS'): TRPCError {
  const cause = new AppError(code, code === 'TOO_MANY_REQUESTS' ? { retryAfterMs: RETRY_MS } : {});
  return new TRPCError({ code: 'BAD_REQUEST', cause });
}

function refuse(request: Request, response: Response, error: TRPCError): void {
  const shape = toErrorShape(error);
  if (shape.data.httpStatus === 405) response.setHeader('Allow', 'GET, POST');
  // A body that nobody reads: a short one Node discards, so that the answer arrives; a long one is not waited for.
  if (!request.complete && !isShort(request)) response.setHeader('Connection', 'close');
  if (shape.data.retryAfterMs !== undefined) {
    response.setHeader('Retry-After', String(Math.ceil(shape.data.retryAfterMs / 1000)));
  }
  response.status(shape.data.httpStatus).json({ error: shape });
}

function isShort({ headers }: IncomingMessage): boolean {
  return Number(headers['content-length'] ?? Infinity) <= DISCARDED_BYTES;
}
