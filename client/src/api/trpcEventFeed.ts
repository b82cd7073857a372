import type { TRPCClient } from '@trpc/client';
import type { AppRouter } from '@suhbatdosh/server';
import type { EventFeed } from './EventFeed.ts';
import { toRefusal } from './toRefusal.ts';

/** tRPC itself asks for the events after the last id when its socket comes back. */
export function createTrpcEventFeed(trpc: TRPCClient<AppRouter>): EventFeed {
  return {
    subscribe(input, observer) {
      let isOver = false;
      const over = (end: () => void): void => {
        if (isOver) return;
        isOver = true;
        end();
      };
      const subscription = trpc.events.stream.subscribe(input, {
        onStarted: () => isOver || observer.onStarted(),
        onData: ({ id, data }) => isOver || observer.onEvent(id, data),
        onConnectionStateChange: ({ state }) => {
          if (!isOver && state === 'connecting') observer.onCut();
        },
        onError: (error) => over(() => observer.onOver(toRefusal(error))),
        onComplete: () => over(() => observer.onOver(null)),
      });
      return () => {
        isOver = true;
        subscription.unsubscribe();
      };
    },
  };
}
