import type { AppCode } from '@suhbatdosh/server/contract';

/**
 * Why something did not work, for a person to be told. `OFFLINE`: the server could not be reached;
 * `UNEXPECTED`: its fault, `requestId` names it in the log.
 */
export interface Refusal {
  code: AppCode | 'OFFLINE' | 'UNEXPECTED';
  /** Names of the fields that were refused; the words for them are ours, not the server's. */
  fields: readonly string[];
  retryAfterMs: number | null;
  requestId: string | null;
}
