import { createVirtualClock } from '../clock/virtualClock.ts';
import type { Mode, ServerEvent } from '../contract/index.ts';
import { createStreams } from '../events/createStreams.ts';
import { createMemoryEventStore } from '../events/memoryEventStore.ts';
import { createMatching } from '../matching/createMatching.ts';
import { createMemoryTicketStore } from '../matching/memoryTicketStore.ts';
import { soleRoundLock } from '../matching/RoundLock.ts';
import { createWaitEstimate } from '../matching/waitEstimate.ts';
import { createLearners } from '../profiles/createLearners.ts';
import type { Learner } from '../profiles/Learner.ts';
import { createMemoryPresence } from '../profiles/memoryPresence.ts';
import { createSessions } from '../sessions/createSessions.ts';
import { createMemorySessionStore } from '../sessions/memorySessionStore.ts';
import type { SessionArchive } from '../sessions/SessionArchive.ts';
import { createWriteBehind } from '../sessions/writeBehind.ts';
import { aCard, aLearner, anId } from './builders.ts';

/** What the archive was told, as words; it can be taken away. */
function createFakeArchive() {
  const rows: string[] = [];
  const members = new Map<string, string[]>();
  let isAway = false;
  const away = new Error('database away');
  const write = async (row: string): Promise<void> => {
    if (isAway) throw away;
    rows.push(row);
  };
  const archive: SessionArchive = {
    async begun(session) {
      await write(`begun ${session.id}`);
      members.set(
        session.id,
        session.members.map((member) => member.userId),
      );
    },
    ended: ({ session, reason, talkMs }) => write(`ended ${session.id} ${reason} ${talkMs}`),
    wrote: (message) => write(`wrote ${message.text}`),
    messages: async () => [],
    forgetChat: async () => {},
    async wasMember(sessionId, userId) {
      return members.get(sessionId)?.includes(userId) ?? false;
    },
  };
  return { archive, rows, away, setAway: (value: boolean) => void (isAway = value) };
}

export const ROUND_MS = 20_000;

/** Somebody with one device; `events` fills while the stream is open. */
interface Person {
  userId: string;
  deviceId: string;
  events: readonly ServerEvent[];
  types(): string[];
  last<T extends ServerEvent['type']>(type: T): Extract<ServerEvent, { type: T }> | undefined;
  /** Opens the stream, behind the last event that was seen. */
  arrive(): Promise<Person>;
  vanish(): Promise<void>;
  join(mode: Mode): Promise<void>;
}

/** The queue, the sessions and the streams on memory and a virtual clock, without database and network. */
export function aHouse() {
  const clock = createVirtualClock();
  const errors: unknown[] = [];
  const onError = (error: unknown): void => void errors.push(error);
  const store = createMemorySessionStore();
  const tickets = createMemoryTicketStore(store);
  const events = createMemoryEventStore({ clock, epoch: 'test' });
  const archive = createFakeArchive();
  const people = new Map<string, Learner>();
  const learners = createLearners(async (userId) => people.get(userId) ?? null);
  const writes = createWriteBehind({
    clock,
    isPassing: (error) => error === archive.away,
    onGivenUp: onError,
  });
  const presence = createMemoryPresence({
    isInSession: (userId) => store.isInSession(userId),
    isWaiting: (userId) => tickets.isWaiting(userId),
  });
  const sessions = createSessions({
    clock,
    newId: anId,
    store,
    events,
    archive: archive.archive,
    writes,
    ice: { turn: null, stunUrls: ['stun:stun.example'], iceTransportPolicy: 'all' },
    requeue: (ticket) => matching.requeue(ticket),
    onBegun: ({ members: [a, b] }) => learners.hear({ type: 'met', userIds: [a.userId, b.userId] }),
    onError,
  });
  const matching = createMatching({
    clock,
    random: Math.random,
    newId: anId,
    roundMs: ROUND_MS,
    tickets,
    learners,
    presence,
    events,
    limits: { consume: async () => {}, refund: async () => {}, reset: async () => {} },
    rounds: soleRoundLock,
    waits: createWaitEstimate(),
    sessionOf: (userId) => store.ofUser(userId),
    onMatched: (session) => sessions.begun(session),
    onError,
  });
  const streams = createStreams({
    events,
    presence,
    async snapshot(userId) {
      return {
        type: 'snapshot',
        queue: await matching.status(userId),
        session: await sessions.current(userId),
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

  function aPerson(fields: Partial<Learner> = {}): Person {
    const userId = anId();
    const deviceId = `phone-of-${userId}`;
    people.set(userId, aLearner({ ...fields, card: aCard({ ...fields.card, id: userId }) }));
    const received: ServerEvent[] = [];
    let lastEventId: string | null = null;
    let cut = new AbortController();

    async function listen(signal: AbortSignal): Promise<void> {
      for await (const [id, event] of streams.open(userId, { deviceId, lastEventId }, signal)) {
        lastEventId = id;
        received.push(event);
      }
    }

    const person: Person = {
      userId,
      deviceId,
      events: received,
      types: () => received.map((event) => event.type),
      last<T extends ServerEvent['type']>(type: T) {
        return received.findLast((event): event is Extract<ServerEvent, { type: T }> => event.type === type);
      },
      async arrive() {
        cut = new AbortController();
        listen(cut.signal).catch(onError);
        await clock.advance(0);
        return person;
      },
      async vanish() {
        cut.abort();
        await clock.advance(0);
      },
      async join(mode) {
        await matching.join(userId, { mode, deviceId });
        await clock.advance(0);
      },
    };
    return person;
  }

  return { clock, errors, matching, sessions, streams, tickets, store, archive, writes, aPerson };
}
