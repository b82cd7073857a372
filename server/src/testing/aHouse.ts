import { createVirtualClock, type VirtualClock } from '../clock/virtualClock.ts';
import { createStreams } from '../events/createStreams.ts';
import type { EventStore } from '../events/EventStore.ts';
import { createMemoryEventStore } from '../events/memoryEventStore.ts';
import { createMatching } from '../matching/createMatching.ts';
import { createPreparing } from '../matching/createPreparing.ts';
import { createMemoryPreparedStore } from '../matching/memoryPreparedStore.ts';
import { createMemoryTicketStore } from '../matching/memoryTicketStore.ts';
import type { PreparedStore } from '../matching/PreparedStore.ts';
import { soleRoundLock, type RoundLock } from '../matching/RoundLock.ts';
import type { TicketStore } from '../matching/TicketStore.ts';
import type { WaitEstimate } from '../matching/waitEstimate.ts';
import { createLearners, type LearnerNews } from '../profiles/createLearners.ts';
import type { Learner } from '../profiles/Learner.ts';
import { createMemoryPresence } from '../profiles/memoryPresence.ts';
import type { Presence } from '../profiles/Presence.ts';
import { createSessions } from '../sessions/createSessions.ts';
import { createMemorySessionStore } from '../sessions/memorySessionStore.ts';
import type { SessionArchive } from '../sessions/SessionArchive.ts';
import type { SessionStore } from '../sessions/SessionStore.ts';
import { createWriteBehind } from '../sessions/writeBehind.ts';
import type { IceSettings } from '../turn/iceServers.ts';
import { anId } from './builders.ts';
import { createPerson, type Person } from './createPerson.ts';
import { createFakeArchive } from './fakeArchive.ts';

export const ROUND_MS = 20_000;

/** Everything that is not the house's own; on memory unless a test brings its own. */
export interface HouseParts {
  clock: VirtualClock;
  store: SessionStore;
  tickets: TicketStore;
  prepared: PreparedStore;
  events: EventStore;
  presence: Presence;
  rounds: RoundLock;
  waits: WaitEstimate;
  /** In the place of the fake one, which then hears nothing. */
  archive: SessionArchive | null;
  /** In the place of `people`. */
  loadLearner: (userId: string) => Promise<Learner | null>;
  /** Everybody with an account, by id; houses that share it share their accounts. */
  people: Map<string, Learner>;
  /** Tells the houses that share the accounts, this one too. */
  tellNews(news: LearnerNews): void;
}

function memoryParts(clock: VirtualClock, tellNews: HouseParts['tellNews']): HouseParts {
  const store = createMemorySessionStore();
  const tickets = createMemoryTicketStore(store);
  const people = new Map<string, Learner>();
  return {
    clock,
    store,
    tickets,
    prepared: createMemoryPreparedStore(),
    events: createMemoryEventStore({ clock, epoch: 'test' }),
    presence: createMemoryPresence({
      isInSession: (userId) => store.isInSession(userId),
      isWaiting: (userId) => tickets.isWaiting(userId),
    }),
    rounds: soleRoundLock,
    waits: { of: () => null },
    archive: null,
    people,
    loadLearner: async (userId) => people.get(userId) ?? null,
    tellNews,
  };
}

interface HouseOptions {
  /** Put in the place of the parts on memory. */
  replace?: (parts: HouseParts) => Partial<HouseParts>;
  /** The house looks after what is due at most this often: it is late, as a busy server is, and a test is quick. */
  leastPauseMs?: number;
  roundMs?: number;
  hasRelay?: boolean;
}

export type House = ReturnType<typeof aHouse>;

/** The queue, the sessions and the streams on memory and a virtual clock, without database and network. */
export function aHouse({
  replace,
  leastPauseMs = 0,
  roundMs = ROUND_MS,
  hasRelay = false,
}: HouseOptions = {}) {
  const parts = memoryParts(createVirtualClock(), (news) => learners.hear(news));
  Object.assign(parts, replace?.(parts));
  const { store, prepared, events, presence, people } = parts;
  let interrupt: (() => Promise<void>) | null = null;
  const tickets: TicketStore = {
    ...parts.tickets,
    async lineUp(year) {
      const queue = await parts.tickets.lineUp(year);
      const run = interrupt;
      interrupt = null;
      await run?.();
      return queue;
    },
  };
  const clock: VirtualClock = {
    ...parts.clock,
    after: (ms, run) => parts.clock.after(Math.max(ms, leastPauseMs), run),
  };
  const errors: unknown[] = [];
  const onError = (error: unknown): void => void errors.push(error);
  const archive = createFakeArchive();
  const learners = createLearners(parts.loadLearner);
  const writes = createWriteBehind({
    clock,
    isPassing: (error) => error === archive.away,
    onGivenUp: onError,
  });
  const ice: IceSettings = { turn: null, stunUrls: ['stun:stun.example'], iceTransportPolicy: 'all' };
  const sessions = createSessions({
    clock,
    newId: anId,
    store,
    events,
    archive: parts.archive ?? archive.archive,
    writes,
    ice,
    preparedPair: (sessionId) => prepared.get(sessionId),
    requeue: (ticket) => matching.requeue(ticket),
    isAttached: (userId, deviceId) => presence.isAttached(userId, deviceId),
    onBegun: ({ members: [a, b] }) => parts.tellNews({ type: 'met', userIds: [a.userId, b.userId] }),
    onError,
  });
  const matching = createMatching({
    clock,
    random: Math.random,
    newId: anId,
    roundMs,
    tickets,
    preparing: createPreparing({
      clock,
      random: Math.random,
      newId: anId,
      tickets,
      prepared,
      events,
      ice,
    }),
    learners,
    presence,
    events,
    limits: { consume: async () => {}, refund: async () => {}, reset: async () => {} },
    rounds: parts.rounds,
    hasRelay,
    waits: parts.waits,
    sessionOf: (userId) => store.ofUser(userId),
    onMatched: (session) => sessions.begun(session),
    onError,
  });
  const streams = createStreams({
    events,
    presence,
    async snapshot(userId) {
      const session = await sessions.current(userId);
      return {
        type: 'snapshot',
        queue: await matching.status(userId),
        session,
        serverTime: new Date(clock.now()).toISOString(),
      };
    },
    async onDeviceBack(userId, deviceId) {
      await matching.deviceBack(userId, deviceId);
      await sessions.deviceBack(userId, deviceId);
    },
    async onDeviceAway(userId, deviceId) {
      await matching.deviceAway(userId, deviceId);
      await sessions.deviceAway(userId, deviceId);
    },
  });

  async function learnerChanged(userId: string): Promise<void> {
    parts.tellNews({ type: 'changed', userId });
    await matching.learnerChanged(userId);
  }

  const house = {
    clock,
    errors,
    matching,
    sessions,
    streams,
    learners,
    tickets,
    prepared,
    store,
    archive,
    writes,
    people,
    presence,
    learnerChanged,

    aPerson(fields: Partial<Learner> = {}): Person {
      return createPerson(people, fields, house);
    },

    /** Does something once the queue has been lined up for a round, before anything is made of it. */
    interruptRound: (run: () => Promise<void>): void => void (interrupt = run),

    async block(userId: string, blockedId: string): Promise<void> {
      const learner = people.get(userId);
      if (!learner) return;
      people.set(userId, { ...learner, blocked: [...learner.blocked, blockedId] });
      await learnerChanged(userId);
      await sessions.blocked(userId, blockedId);
    },

    /** The account is no longer found, and nothing of it goes on. */
    async ban(userId: string): Promise<void> {
      people.delete(userId);
      parts.tellNews({ type: 'changed', userId });
      await matching.leave(userId);
      await sessions.moderated(userId);
    },

    stop(): void {
      matching.stop();
      sessions.stop();
    },
  };
  return house;
}
