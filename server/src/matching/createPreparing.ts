import type { Clock } from '../clock/Clock.ts';
import { yearOf } from '../clock/yearOf.ts';
import { WAITS } from '../contract/limits.ts';
import type { EventStore } from '../events/EventStore.ts';
import { icePolicyFor, iceServersFor, type IceSettings } from '../turn/iceServers.ts';
import { matchRound } from './matchRound.ts';
import { isAllowed } from './matchRules.ts';
import type { ArrivalPair, PreparedPair, PreparedSide, PreparedStore, RoundPair } from './PreparedStore.ts';
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

/** A prepared pair that still stands, with its tickets as they are now. */
export interface StandingPair {
  sessionId: string;
  tickets: Pair;
}

export type Preparing = ReturnType<typeof createPreparing>;

/**
 * The pairs that connect before they are matched: those of a round, chosen a moment before it, and those of which one
 * has just come by level. They keep their tickets, and nothing here decides who is matched: whatever happens to a
 * ticket meanwhile wins, and the pair falls apart. Of whom a pair falls apart, those who still wait are told; who has
 * left or was matched is not.
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

  /** @returns those of the two who still wait */
  async function tellCancelled({ sessionId, sides }: PreparedPair): Promise<string[]> {
    const waiting: string[] = [];
    for (const { userId, deviceId } of sides) {
      if (!(await tickets.ofUser(userId))) continue;
      waiting.push(userId);
      await events.append(userId, deviceId, { type: 'prepare_cancelled', sessionId });
    }
    return waiting;
  }

  /** @returns as above; nobody when it was taken out before */
  async function cancel(pair: PreparedPair): Promise<string[]> {
    return (await prepared.take(pair.sessionId)) ? tellCancelled(pair) : [];
  }

  async function cancelUntil(roundAt: number): Promise<void> {
    for (const pair of await prepared.planned()) if (pair.roundAt <= roundAt) await cancel(pair);
  }

  async function arriving(): Promise<ReadonlySet<string>> {
    const pairs = await prepared.arrivals();
    return new Set(pairs.flatMap(({ sides }) => sides.map(({ userId }) => userId)));
  }

  async function standingOf(pair: PreparedPair): Promise<StandingPair | null> {
    const found = await Promise.all(pair.sides.map(({ userId }) => tickets.ofUser(userId)));
    return toStanding(pair, byUserId(found.filter((ticket) => ticket !== null)), clock.now());
  }

  return {
    /** Chooses the pairs of the round at `roundAt`, milliseconds since 1970, and tells them. */
    async plan(roundAt: number): Promise<void> {
      // What the last round has left behind, because its server died over it.
      await cancelUntil(clock.now());
      const taken = await arriving();
      const free = (await tickets.all()).filter(({ userId }) => !taken.has(userId));
      const pairs = await prepared.putPlanned(
        matchRound(free, roundAt, deps.random).map(([first, second]): RoundPair => ({
          kind: 'round',
          sessionId: deps.newId(),
          roundAt,
          sides: [toSide(first), toSide(second)],
        })),
      );
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

    /**
     * Those that the round may match as they are: of its own pairs, of which the others are cancelled, and of the
     * arrivals', of which the others are left to whoever changed their tickets.
     */
    async standing(roundAt: number, waiting: readonly Ticket[]): Promise<StandingPair[]> {
      const byUser = byUserId(waiting);
      const standing: StandingPair[] = [];
      for (const pair of await prepared.planned()) {
        if (pair.roundAt > roundAt) continue;
        const found = pair.roundAt === roundAt ? toStanding(pair, byUser, clock.now()) : null;
        if (found) standing.push(found);
        else await cancel(pair);
      }
      for (const pair of await prepared.arrivals()) {
        const found = toStanding(pair, byUser, clock.now());
        if (found) standing.push(found);
      }
      return standing;
    },

    /** The round has been played: what of its pairs is not matched will not be. */
    roundOver: cancelUntil,

    /** The users in arrivals' pairs: nobody else who comes looks at them. */
    arriving,

    /**
     * Tells two, of whom one has just come, to connect until they are matched. null, and nobody is told anything, when
     * one of them is in another arrival's pair.
     */
    async arrive([first, second]: Pair): Promise<ArrivalPair | null> {
      const pair: ArrivalPair = {
        kind: 'arrival',
        sessionId: deps.newId(),
        latestAt: clock.now() + WAITS.arrivalMs,
        sides: [toSide(first), toSide(second)],
      };
      const gaveWay = await prepared.putArrival(pair);
      if (!gaveWay) return null;
      for (const planned of gaveWay) await tellCancelled(planned);
      await tellPrepare(pair);
      return pair;
    },

    /**
     * Cancels an arrival's pair of which one went while it was told: that may have been cancelled before, or not have
     * been in a pair yet. @returns those who still wait and are in a pair no more
     */
    async checkArrival(pair: ArrivalPair): Promise<string[]> {
      const [kept, standing] = await Promise.all([prepared.get(pair.sessionId), standingOf(pair)]);
      if (kept && standing) return [];
      await prepared.take(pair.sessionId);
      return tellCancelled(pair);
    },

    /** The arrivals' pairs whose time has come. */
    async dueArrivals(): Promise<ArrivalPair[]> {
      return (await prepared.arrivals()).filter(({ latestAt }) => latestAt <= clock.now());
    },

    /** null: it was matched or has fallen apart, or is a round's. */
    async arrivalOf(sessionId: string): Promise<ArrivalPair | null> {
      const pair = await prepared.get(sessionId);
      return pair?.kind === 'arrival' ? pair : null;
    },

    /** The arrival's pair, when with this user both sides are connected; for one caller only. */
    noteConnected: (sessionId: string, userId: string): Promise<ArrivalPair | null> =>
      prepared.noteConnected(sessionId, userId),

    standingOf,
    cancel,

    /**
     * These users have left the queue, or their tickets say something else now.
     * @param sessionId theirs now; null: none
     * @returns those whom it leaves alone, out of an arrival's pair and still waiting
     */
    async placesChanged(userIds: readonly string[], sessionId: string | null): Promise<string[]> {
      const leftAlone: string[] = [];
      for (const pair of await prepared.takeOf(userIds)) {
        if (pair.sessionId === sessionId) continue;
        const waiting = await tellCancelled(pair);
        if (pair.kind === 'arrival') leftAlone.push(...waiting);
      }
      return leftAlone;
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
