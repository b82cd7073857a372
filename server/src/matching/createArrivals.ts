import type { Clock } from '../clock/Clock.ts';
import type { Preparing } from './createPreparing.ts';
import { matchArrival } from './matchArrival.ts';
import type { ArrivalPair } from './PreparedStore.ts';
import type { Pair, Ticket } from './Ticket.ts';
import type { TicketStore } from './TicketStore.ts';

interface ArrivalsDeps {
  clock: Clock;
  tickets: TicketStore;
  preparing: Preparing;
  /**
   * Makes a session of two, under an id of its own if none is given. null: one of them was no longer to be had;
   * otherwise whom it has left alone, as `placesChanged` answers.
   */
  meet(pair: Pair, sessionId?: string): Promise<readonly string[] | null>;
  onError(error: unknown): void;
}

/**
 * Level tickets, which do not wait for a round if somebody is there. Two whose devices can are told to connect first,
 * and are matched as soon as both are connected, or when that has taken long enough.
 */
export function createArrivals({ clock, tickets, preparing, meet, onError }: ArrivalsDeps) {
  const timers = new Set<() => void>();

  /** @param failed tickets that are left to the round, since a pair with them has just come to nothing */
  async function meetAtOnce(ticket: Ticket, failed: ReadonlySet<string> = new Set()): Promise<void> {
    if (ticket.mode !== 'level') return;
    for (;;) {
      const taken = await preparing.arriving();
      if (taken.has(ticket.userId)) return;
      const free = (await tickets.all()).filter(({ id, userId }) => !taken.has(userId) && !failed.has(id));
      const partner = matchArrival(ticket, free, clock.now());
      // Who was taken in between is not in the next list, so this ends.
      if (!partner || (await bringTogether([partner, ticket], failed))) return;
      const own = await tickets.ofUser(ticket.userId);
      if (own?.id !== ticket.id || own.awaySince !== null) return;
    }
  }

  /** False when one of the two was no longer to be had. */
  async function bringTogether(pair: Pair, failed: ReadonlySet<string>): Promise<boolean> {
    if (!pair.every(({ prepares }) => prepares)) {
      const leftAlone = await meet(pair);
      if (leftAlone) await lookAgain(leftAlone);
      return leftAlone !== null;
    }
    const arrival = await preparing.arrive(pair);
    if (!arrival) return false;
    meetLatest(arrival);
    const leftAlone = await preparing.checkArrival(arrival);
    // Not each other again, unless a ticket says something else now.
    await lookAgain(leftAlone, new Set([...failed, ...pair.map(({ id }) => id)]));
    return true;
  }

  /** Of another server's pair, and of one whose timer is lost, the sweep takes care. */
  function meetLatest({ sessionId, latestAt }: ArrivalPair): void {
    const cancel = clock.after(latestAt - clock.now(), () => {
      timers.delete(cancel);
      preparing
        .arrivalOf(sessionId)
        .then((pair) => pair && meetPrepared(pair))
        .catch(onError);
    });
    timers.add(cancel);
  }

  /** From wherever the connection has got to. */
  async function meetPrepared(pair: ArrivalPair): Promise<void> {
    const standing = await preparing.standingOf(pair);
    const leftAlone = standing && (await meet(standing.tickets, standing.sessionId));
    await lookAgain(leftAlone ?? (await preparing.cancel(pair)));
  }

  /** Whom a pair has left alone looks for another, at the old place. */
  async function lookAgain(userIds: readonly string[], failed?: ReadonlySet<string>): Promise<void> {
    for (const userId of userIds) {
      const ticket = await tickets.ofUser(userId);
      if (ticket) await meetAtOnce(ticket, failed);
    }
  }

  return {
    meetAtOnce: (ticket: Ticket): Promise<void> => meetAtOnce(ticket),
    lookAgain: (userIds: readonly string[]): Promise<void> => lookAgain(userIds),

    /** This user's side of a pair is connected; of a pair that is no more, or was never his, nothing comes. */
    async connected(userId: string, sessionId: string): Promise<void> {
      const pair = await preparing.noteConnected(sessionId, userId);
      if (pair) await meetPrepared(pair);
    },

    /** Matches those whose time has come, whichever server has prepared them. */
    async sweep(): Promise<void> {
      for (const pair of await preparing.dueArrivals()) await meetPrepared(pair);
    },

    stop(): void {
      for (const cancel of timers) cancel();
    },
  };
}
