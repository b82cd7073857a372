import type { Clock } from '../clock/Clock.ts';
import { repeat } from '../clock/repeat.ts';
import { yearOf } from '../clock/yearOf.ts';
import { AppError } from '../contract/errors.ts';
import type { JoinInput, QueueStatus, Tolerance } from '../contract/index.ts';
import { tolerance } from '../contract/words.ts';
import { WAITS } from '../contract/limits.ts';
import type { EventStore } from '../events/EventStore.ts';
import type { Limits } from '../limits/Limits.ts';
import type { Learners } from '../profiles/createLearners.ts';
import type { Presence } from '../profiles/Presence.ts';
import type { LiveSession, Member } from '../sessions/LiveSession.ts';
import { createArrivals } from './createArrivals.ts';
import type { Preparing } from './createPreparing.ts';
import { matchRows } from './matchPlannedRound.ts';
import type { RoundLock } from './RoundLock.ts';
import { nextPreparingAt, nextRoundAt } from './rounds.ts';
import type { Pair, Ticket } from './Ticket.ts';
import type { TicketStore } from './TicketStore.ts';
import type { ToldPlace } from './toldPlaces.ts';
import type { WaitEstimate } from './waitEstimate.ts';

const SWEEP_MS = 500;
/** A timer that fires earlier than this before its round was not meant for it. */
const PREPARE_EARLY_MS = 500;

interface MatchingDeps {
  clock: Clock;
  random: () => number;
  newId: () => string;
  roundMs: number;
  tickets: TicketStore;
  preparing: Preparing;
  learners: Learners;
  presence: Presence;
  events: EventStore;
  limits: Limits;
  rounds: RoundLock;
  hasRelay: boolean;
  waits: WaitEstimate;
  sessionOf(userId: string): Promise<LiveSession | null>;
  /** The queue has made a session: its two are to be told. */
  onMatched(session: LiveSession): Promise<void>;
  onError(error: unknown): void;
}

export type Matching = ReturnType<typeof createMatching>;

/** The queue: carries out what the matcher decides, at joining and at rounds. */
export function createMatching(deps: MatchingDeps) {
  const { clock, tickets, events, preparing } = deps;
  /** Whether the numbers that the waiting are shown have changed since they were told, and when that was. */
  let isNews = false;
  let toldAt = 0;

  const arrivals = createArrivals({ clock, tickets, preparing, meet, onError: deps.onError });
  const { meetAtOnce } = arrivals;

  const stops = [
    arrivals.stop,
    repeat(clock, {
      pauseMs: () => nextRoundAt(clock.now(), deps.roundMs) - clock.now(),
      onError: deps.onError,
      run: playRound,
    }),
    repeat(clock, {
      pauseMs: () => SWEEP_MS,
      onError: deps.onError,
      async run() {
        await expire();
        await arrivals.sweep();
        await tellNews();
      },
    }),
    ...(deps.roundMs < WAITS.prepareLeastRoundMs
      ? []
      : [
          repeat(clock, {
            pauseMs: () => nextPreparingAt(clock.now(), deps.roundMs, WAITS.prepareMs) - clock.now(),
            onError: deps.onError,
            run: prepareRound,
          }),
        ]),
  ];

  async function prepareRound(): Promise<void> {
    const roundAt = nextRoundAt(clock.now(), deps.roundMs);
    // So late that it is after the round: there is time enough for the next one.
    if (roundAt - clock.now() > WAITS.prepareMs + PREPARE_EARLY_MS) return;
    if (await deps.rounds.mayPrepare(roundAt)) await preparing.plan(roundAt);
  }

  async function playRound(): Promise<void> {
    const roundAt = Math.round(clock.now() / deps.roundMs) * deps.roundMs;
    if (!(await deps.rounds.mayPlay(roundAt))) return;
    // Who has changed or gone in between was not paired, and his partner may find another: this ends with the changes.
    const leftAlone: string[] = [];
    while (!(await pairAll(roundAt, leftAlone)));
    await preparing.roundOver(roundAt);
    await arrivals.lookAgain(leftAlone);
    isNews = true;
    await tellNews();
  }

  /**
   * False when one of those paired was no longer to be had.
   * @param leftAlone gets those whom the round takes the partner away with whom they connect: they look for another
   *   when it is over, so that they do not come in between
   */
  async function pairAll(roundAt: number, leftAlone: string[]): Promise<boolean> {
    const queue = await tickets.lineUp(yearOf(clock.now()));
    const standing = await preparing.standing(roundAt, queue.tickets);
    const plan = new Map(standing.flatMap((pair) => pair.tickets.map((ticket) => [ticket.id, pair])));
    const planned = standing.map((pair) => pair.tickets);
    let areAllMet = true;
    for (const pair of matchRows(queue, planned, { now: clock.now(), random: deps.random })) {
      const prepared = plan.get(pair[0].id);
      const isAsPlanned = prepared !== undefined && prepared === plan.get(pair[1].id);
      const alone = await (isAsPlanned ? meet(prepared.tickets, prepared.sessionId) : meet(pair));
      if (alone) leftAlone.push(...alone);
      else areAllMet = false;
    }
    return areAllMet;
  }

  async function expire(): Promise<void> {
    for (const ticket of await tickets.removeExpired(clock.now() - WAITS.ticketAwayMs)) {
      isNews = true;
      await events.append(ticket.userId, ticket.deviceId, { type: 'queue_left', reason: 'expired' });
    }
  }

  async function tellNews(): Promise<void> {
    if (!isNews || clock.now() - toldAt < WAITS.queueStatusMs) return;
    toldAt = clock.now();
    if (!(await deps.rounds.mayTell(WAITS.queueStatusMs))) return;
    isNews = false;
    const numbers = await readNumbers();
    for (const ticket of await tickets.all()) {
      if (ticket.awaySince !== null) continue;
      const status = toStatus(numbers, ticket, null);
      await events.append(ticket.userId, ticket.deviceId, { type: 'queue_status', status });
    }
  }

  /** null: one of the two was no longer to be had; otherwise whom it leaves alone, as `preparing.placesChanged` answers. */
  async function meet(pair: Pair, sessionId = deps.newId()): Promise<string[] | null> {
    const now = clock.now();
    const session: LiveSession = {
      id: sessionId,
      mode: pair.some((ticket) => ticket.mode === 'roulette') ? 'roulette' : 'level',
      isAnnounced: false,
      startedAt: now,
      members: [toMember(pair[0], 'offerer'), toMember(pair[1], 'answerer')],
    };
    if (!(await tickets.pair([pair[0].id, pair[1].id], session))) return null;
    isNews = true;
    await deps.onMatched(session);
    return preparing.placesChanged([pair[0].userId, pair[1].userId], session.id);
  }

  /** Whom these leave alone looks for another at once. @param sessionId theirs now; null: none */
  async function placesChanged(userIds: readonly string[], sessionId: string | null): Promise<void> {
    await arrivals.lookAgain(await preparing.placesChanged(userIds, sessionId));
  }

  async function readNumbers() {
    return { waiting: await tickets.counts(), online: await deps.presence.onlineCount() };
  }

  function toStatus(
    numbers: Awaited<ReturnType<typeof readNumbers>>,
    ticket: Ticket | null,
    session: LiveSession | null,
  ): QueueStatus {
    return {
      state: session ? 'in_session' : ticket ? 'waiting' : 'idle',
      mode: ticket?.mode ?? null,
      joinedAt: ticket ? new Date(ticket.joinedAt).toISOString() : null,
      tolerance: ticket?.mode === 'level' ? ticket.tolerance : null,
      nextRoundAt: new Date(nextRoundAt(clock.now(), deps.roundMs)).toISOString(),
      roundMs: deps.roundMs,
      waiting: numbers.waiting,
      online: numbers.online,
      estimatedWaitMs: deps.waits.of(ticket?.mode ?? 'roulette', ticket?.learner.card.currentBand ?? null),
      sessionId: session?.id ?? null,
    };
  }

  async function status(userId: string): Promise<QueueStatus> {
    const [numbers, ticket, session] = await Promise.all([
      readNumbers(),
      tickets.ofUser(userId),
      deps.sessionOf(userId),
    ]);
    return toStatus(numbers, ticket, session);
  }

  function newTicket(fields: Pick<Ticket, 'userId' | 'deviceId' | 'mode' | 'prepares' | 'learner'>): Ticket {
    return {
      id: deps.newId(),
      tolerance: 0.5,
      joinedAt: clock.now(),
      isFront: false,
      failures: 0,
      failedAt: null,
      awaySince: null,
      ...fields,
    };
  }

  /**
   * @returns the ticket as it is in the queue, and whom the one that it replaces leaves alone
   * @throws AppError IN_SESSION
   */
  async function put(ticket: Ticket): Promise<{ ticket: Ticket; leftAlone: string[] }> {
    const result = await tickets.put(ticket);
    if (result.kind === 'in_session') throw new AppError('IN_SESSION');
    isNews = true;
    const { replaced } = result;
    const leftAlone = replaced ? await preparing.placesChanged([ticket.userId], null) : [];
    if (replaced && replaced.deviceId !== ticket.deviceId) {
      await events.append(ticket.userId, replaced.deviceId, {
        type: 'queue_left',
        reason: 'taken_elsewhere',
      });
      await events.append(ticket.userId, replaced.deviceId, {
        type: 'taken_elsewhere',
        deviceId: ticket.deviceId,
      });
    }
    await events.append(ticket.userId, ticket.deviceId, {
      type: 'queue_joined',
      status: toStatus(await readNumbers(), result.ticket, null),
    });
    return { ticket: result.ticket, leftAlone };
  }

  async function leave(userId: string): Promise<boolean> {
    const ticket = await tickets.remove(userId);
    if (!ticket) return false;
    isNews = true;
    await events.append(userId, ticket.deviceId, { type: 'queue_left', reason: 'left' });
    await placesChanged([userId], null);
    return true;
  }

  /** Puts what is known of the person now on his ticket. null: he waits no more, or is not to. */
  async function renew(userId: string): Promise<Ticket | null> {
    const learner = await deps.learners.find(userId);
    if (!learner) {
      await leave(userId);
      return null;
    }
    const renewed = await tickets.change(userId, { id: deps.newId(), learner });
    await placesChanged([userId], null);
    return renewed;
  }

  return {
    stop: (): void => stops.forEach((stop) => stop()),
    status,

    /** @throws AppError NO_EVENT_STREAM, BANNED, NO_RELAY, IN_SESSION, TOO_MANY_REQUESTS */
    async join(userId: string, { mode, deviceId, prepares = false }: JoinInput): Promise<QueueStatus> {
      if (!(await deps.presence.isAttached(userId, deviceId))) throw new AppError('NO_EVENT_STREAM');
      await deps.limits.consume('queue_join', userId);
      const learner = await deps.learners.ofCaller(userId);
      // The wish was made while there was a relay: it is not broken silently, and no partner is to suffer for it.
      if (learner.hideIp && !deps.hasRelay) throw new AppError('NO_RELAY');
      const { ticket, leftAlone } = await put(newTicket({ userId, deviceId, mode, prepares, learner }));
      // A block or a ban that came in between found no ticket to change.
      const isStill = (await deps.learners.find(userId)) === learner;
      const kept = isStill ? ticket : await renew(userId);
      if (kept) await meetAtOnce(kept);
      await arrivals.lookAgain(leftAlone);
      return status(userId);
    },

    /** @throws AppError NOT_WAITING also in roulette mode, where there is nothing to widen */
    async widen(userId: string, accepted: Tolerance): Promise<QueueStatus> {
      const waiting = await tickets.ofUser(userId);
      const ticket =
        waiting?.mode === 'level'
          ? await tickets.change(userId, { id: deps.newId(), tolerance: accepted })
          : null;
      if (!ticket) throw new AppError('NOT_WAITING');
      await placesChanged([userId], null);
      await arrivals.lookAgain([userId]);
      return status(userId);
    },

    leave,

    /** This side of the connection that was made ahead of a match by level stands; for any other id nothing comes of it. */
    prepared: (userId: string, sessionId: string): Promise<void> => arrivals.connected(userId, sessionId),

    /** Puts two into a session of another making. False, and nothing is changed, if one of them talks. */
    async enter(session: LiveSession): Promise<boolean> {
      if (!(await tickets.enter(session))) return false;
      isNews = true;
      await placesChanged(
        session.members.map((member) => member.userId),
        session.id,
      );
      return true;
    },

    /** A match has failed through no fault of this ticket's owner. */
    async requeue(ticket: Ticket): Promise<void> {
      const learner = await deps.learners.get(ticket.userId);
      const isHere = await deps.presence.isAttached(ticket.userId, ticket.deviceId);
      const { ticket: back } = await put({
        ...ticket,
        id: deps.newId(),
        learner,
        awaySince: isHere ? null : clock.now(),
      });
      await meetAtOnce(back);
    },

    async deviceBack(userId: string, deviceId: string): Promise<void> {
      const ticket = await tickets.setAway(userId, deviceId, null);
      if (ticket) await meetAtOnce(ticket);
    },

    async deviceAway(userId: string, deviceId: string): Promise<void> {
      const ticket = await tickets.setAway(userId, deviceId, clock.now());
      if (ticket) await placesChanged([userId], null);
    },

    /** The queue has lost its memory: the place is the one that the device was last told, if it waits for nothing else. */
    async takeUpAgain({ userId, deviceId, status }: ToldPlace): Promise<void> {
      const learner = await deps.learners.find(userId);
      if (learner === null || status.mode === null || status.joinedAt === null) return;
      await tickets.put({
        // Whether it prepares is not known any more: at worst the two connect when they are matched.
        ...newTicket({ userId, deviceId, mode: status.mode, prepares: false, learner }),
        tolerance: tolerance.catch(0.5).parse(status.tolerance),
        joinedAt: Date.parse(status.joinedAt),
      });
    },

    /** What the person has changed takes effect at the next match, also of a round that is being played. */
    async learnerChanged(userId: string): Promise<void> {
      if (await tickets.ofUser(userId)) await renew(userId);
    },
  };
}

function toMember(ticket: Ticket, role: Member['role']): Member {
  return {
    userId: ticket.userId,
    deviceId: ticket.deviceId,
    role,
    card: ticket.learner.card,
    hideIp: ticket.learner.hideIp,
    hasAnswered: false,
    connectedAt: null,
    path: null,
    awaySince: null,
    ticket,
  };
}
