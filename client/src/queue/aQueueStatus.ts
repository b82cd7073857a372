import type { QueueStatus } from '@suhbatdosh/server/contract';

/** For tests: the numbers of a quiet evening. */
export function aQueueStatus(change: Partial<QueueStatus> = {}): QueueStatus {
  return {
    state: 'idle',
    mode: null,
    joinedAt: null,
    tolerance: null,
    nextRoundAt: '2026-01-01T00:00:20.000Z',
    roundMs: 20_000,
    waiting: { roulette: 3, level: 1 },
    online: 12,
    estimatedWaitMs: null,
    sessionId: null,
    ...change,
  };
}
