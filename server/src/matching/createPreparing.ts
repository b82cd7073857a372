import type { Clock } from '../clock/Clock.ts';
import { yearOf } from '../clock/yearOf.ts';
import type { EventStore } from '../events/EventStore.ts';
import { icePolicyFor, iceServersFor, type IceSettings } from '../turn/iceServers.ts';
import { matchRound } from './matchRound.ts';
import { isAllowed } from './matchRules.ts';
import type { PreparedPair, PreparedSide, PreparedStore } from './PreparedStore.ts';
import type { Pair, Ticket } from './Ticket.ts';
import type { TicketStore } from './TicketStore.ts';

interface PreparingDeps {
  clock: Clock;
  random: () => number;
  newId: () => string;
  tickets: TicketStore;
  prepared: PreparedStore;
  events: EventStore;
  ice: IceSettings;
}

/** A pair of the plan that still stands, with its tickets as they are now. */
export interface StandingPair {
  sessionId: string;
  tickets: Pair;
}

export type Preparing = ReturnType<typeof createPreparing>;

/**
 * The pairs of a round, chosen a moment before it, so that the two are connected when it comes. They keep their
 * tickets, and nothing here decides who is matched: whatever happens to a ticket meanwhile wins, and the pair falls
 * apart. Of whom a pair falls apart, those who still wait are told; who has left or was matched is not.
 */
export function createPreparing(deps: PreparingDeps) {
  const { clock, tickets, prepared, events } = deps;

  async function tellPrepare(pair: PreparedPair): Promise<void> {
    const { sessionId, sides } = pair;
    const iceTransportPolicy = icePolicyFor(
      deps.ice,
      sides.map(({ hideIp }) => hideIp),
    );
    for (const [place, { userId, deviceId }] of sides.entries()) {
      await events.append(userId, deviceId, {
        type: 'prepare',
        sessionId,
        role: place === 0 ? 'offerer' : 'answerer',
        iceServers: iceServersFor(userId, deps.ice, clock.now()).iceServers,
        iceTransportPolicy,
      });
    }
  }

  async function tellCancelled({ sessionId, sides }: PreparedPair): Promise<void> {
    for (const { userId, deviceId } of sides) {
      if (!(await tickets.ofUser(userId))) continue;
      await events.append(userId, deviceId, { type: 'prepare_cancelled', sessionId });
    }
  }

  async function cancel(pair: PreparedPair): Promise<void> {
    if (await prepared.take(pair.sessionId)) await tellCancelled(pair);
  }

  async function cancelUntil(roundAt: number): Promise<void> {
    for (const pair of await prepared.all()) if (pair.roundAt <= roundAt) await cancel(pair);
  }

  return {
    /** Chooses the pairs of the round at `roundAt`, milliseconds since 1970, and tells them. */
    async plan(roundAt: number): Promise<void> {
      // What the last round has left behind, because its server died over it.
      await cancelUntil(clock.now());
      const pairs = matchRound(await tickets.all(), roundAt, deps.random).map(
        ([first, second]): PreparedPair => ({
          sessionId: deps.newId(),
          roundAt,
          sides: [toSide(first), toSide(second)],
        }),
      );
      await prepared.put(pairs);
      // It took so long that the round was played without them.
      if (clock.now() >= roundAt) return cancelUntil(roundAt);
      for (const pair of pairs) await tellPrepare(pair);
      // Who went while this was done may have been cancelled before it was told, or was not in a pair yet.
      const now = byUserId(await tickets.all());
      for (const pair of pairs) {
        if (toStanding(pair, now, clock.now())) continue;
        await prepared.take(pair.sessionId);
        await tellCancelled(pair);
      }
    },

    /** Those of the round's pairs that may be matched as planned; the others are cancelled. */
    async standing(roundAt: number, waiting: readonly Ticket[]): Promise<StandingPair[]> {
      const byUser = byUserId(waiting);
      const standing: StandingPair[] = [];
      for (const pair of await prepared.all()) {
        if (pair.roundAt > roundAt) continue;
        const found = pair.roundAt === roundAt ? toStanding(pair, byUser, clock.now()) : null;
        if (found) standing.push(found);
        else await cancel(pair);
      }
      return standing;
    },

    /** The round has been played: what of its pairs is not matched will not be. */
    roundOver: cancelUntil,

    /** These users have left the queue, or their tickets say something else now. @param sessionId theirs now; null: none */
    async placesChanged(userIds: readonly string[], sessionId: string | null): Promise<void> {
      for (const pair of await prepared.takeOf(userIds)) {
        if (pair.sessionId !== sessionId) await tellCancelled(pair);
      }
    },
  };
}

const toSide = ({ id, userId, deviceId, learner }: Ticket): PreparedSide => ({
  userId,
  deviceId,
  ticketId: id,
  hideIp: learner.hideIp,
});

const byUserId = (waiting: readonly Ticket[]): Map<string, Ticket> =>
  new Map(waiting.map((ticket) => [ticket.userId, ticket]));

/** null: one of the two is not there as he was, or they may not meet any more. */
function toStanding(
  { sessionId, sides }: PreparedPair,
  waiting: ReadonlyMap<string, Ticket>,
  now: number,
): StandingPair | null {
  const [first, second] = sides.map((side) => {
    const ticket = waiting.get(side.userId);
    return ticket?.id === side.ticketId && ticket.awaySince === null ? ticket : undefined;
  });
  if (!first || !second || !isAllowed(first, second, yearOf(now))) return null;
  return { sessionId, tickets: [first, second] };
}
