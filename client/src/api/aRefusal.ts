import { TRPCClientError } from '@trpc/client';
import type { Refusal } from './Refusal.ts';

/** For tests: what a call rejects with when the server refuses, in the wire's own shape. */
export function aRefusal(appCode: Refusal['code'], data: Record<string, unknown> = {}): Error {
  const message = appCode;
  return new TRPCClientError(message, {
    result: { error: { code: -32600, message, data: { appCode, ...data } } },
  });
}

/** For tests: what a call rejects with when the socket is lost under it. */
export const aLostSocket = (): Error => new TRPCClientError('WebSocket closed');
