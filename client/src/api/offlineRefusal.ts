import type { Refusal } from './Refusal.ts';

/** For what is not even sent: tRPC would keep the question until the socket is back, and the learner waiting. */
export const OFFLINE: Refusal = { code: 'OFFLINE', fields: [], retryAfterMs: null, requestId: null };
