import { streamInput, serverEvent } from '../contract/events.ts';
import { procedure, router } from '../transport/trpc.ts';
import type { Streams } from './createStreams.ts';

export function createEventsRouter(streams: Streams) {
  return router({
    stream: procedure
      .meta({
        summary:
          "A device's events, tracked. Resumes behind lastEventId; otherwise the first event is a snapshot.",
        output: serverEvent,
      })
      .input(streamInput)
      .subscription(({ ctx, input, signal }) =>
        streams.open(ctx.login.userId, input, signal ?? AbortSignal.abort()),
      ),
  });
}
