import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Config } from '../config.ts';
import { createIsFromProxy } from './clientAddress.ts';

/** nginx's `$request_id`, and whatever else proxies write; nothing that could forge a line of the log. */
const ID = /^[A-Za-z0-9-]{1,64}$/;

/** The id that a trusted proxy gave a request, so that its log and ours have the same. Null: none that may be believed. */
export function createReadRequestId(
  trustProxy: Config['trustProxy'],
): (request: IncomingMessage) => string | null {
  const isFromProxy = createIsFromProxy(trustProxy);
  return (request) => {
    const given = request.headers['x-request-id'];
    return typeof given === 'string' && ID.test(given) && isFromProxy(request) ? given : null;
  };
}

/** The id of a request, a trusted proxy's or else made here, and answered as X-Request-Id. */
export function requestId(response: ServerResponse): string {
  const given = response.getHeader('X-Request-Id');
  if (typeof given === 'string') return given;
  const id = randomUUID();
  response.setHeader('X-Request-Id', id);
  return id;
}
