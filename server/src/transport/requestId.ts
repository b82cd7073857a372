import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';

/** The id of a request, made here (a caller's own could be anybody's) and answered as X-Request-Id. */
export function requestId(response: ServerResponse): string {
  const given = response.getHeader('X-Request-Id');
  if (typeof given === 'string') return given;
  const id = randomUUID();
  response.setHeader('X-Request-Id', id);
  return id;
}
