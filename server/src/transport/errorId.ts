import { randomUUID } from 'node:crypto';

const ids = new WeakMap<Error, string>();

/**
 * The id under which an error is both logged and answered. tRPC reports and formats an error in two
 * separate calls, either first and sometimes without a context, so the error itself has to carry it.
 */
export function errorId(error: Error, context: { requestId: string } | undefined): string {
  const id = ids.get(error) ?? context?.requestId ?? randomUUID();
  ids.set(error, id);
  return id;
}
