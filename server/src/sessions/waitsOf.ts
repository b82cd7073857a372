import type { WaitSample } from '../matching/WaitSamples.ts';
import type { LiveSession } from './LiveSession.ts';

/** What is written down of a session that has just begun; null: it does not come from the queue. */
export function waitsOf({ startedAt, members }: LiveSession): WaitSample[] | null {
  const waits = members.flatMap(({ ticket }) =>
    ticket === null
      ? []
      : [
          {
            mode: ticket.mode,
            band: ticket.learner.card.currentBand,
            waitedMs: Math.max(0, startedAt - ticket.joinedAt),
          },
        ],
  );
  return waits.length > 0 ? waits : null;
}
