import { computed, effect, signal, untracked } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import type { Clock } from '../api/Clock.ts';
import type { Connection } from '../api/Connection.ts';

/** As long as the server keeps the ticket of a device that is away (`ticketAwayMs` in server/src/contract/limits.ts). */
const GRACE_MS = 15_000;

/**
 * How long a place in the queue outlives the connection. Counted from when the cut shows here: the server
 * may have noticed a little sooner or later, and its word, when it comes, is what counts.
 * @param onOver the connection has been away for the whole grace
 * @returns device time at which the grace ends; null: the connection is there
 */
export function createPlaceGrace(
  connection: Pick<Connection, 'state'>,
  clock: Clock,
  onOver: () => void,
): ReadonlySignal<number | null> {
  const endsAtMs = signal<number | null>(null);
  let wasOnline = false;
  let cancel = (): void => {};

  const comeBack = (): void => {
    cancel();
    const wasOver = endsAtMs.value !== null && clock.now() >= endsAtMs.value;
    endsAtMs.value = null;
    // A device that slept had no timers.
    if (wasOver) onOver();
  };

  effect(() => {
    const isOnline = connection.state.value === 'online';
    untracked(() => {
      if (isOnline) {
        comeBack();
      } else if (wasOnline) {
        endsAtMs.value = clock.now() + GRACE_MS;
        cancel = clock.after(GRACE_MS, onOver);
      }
      wasOnline = isOnline;
    });
  });

  return computed(() => endsAtMs.value);
}
