import type { Clock } from '../clock/Clock.ts';
import { AppError } from '../contract/errors.ts';
import type { ChatMessage } from '../contract/index.ts';
import { createInsteadOf } from '../redis/createInsteadOf.ts';
import type { LiveSession } from './LiveSession.ts';
import { createSessionMirror, type Mirrored } from './sessionMirror.ts';
import type { SessionStore, SharedSessionStore } from './SessionStore.ts';
import { toRestored } from './toRestored.ts';

/** After an outage nothing is ended for its age until every server could tell what its people did meanwhile. */
const SETTLE_MS = 3_000;
const RESTORED_AT_ONCE = 50;

interface MirroredDeps {
  shared: SharedSessionStore;
  clock: Clock;
  /** Whether the device's stream is open on this server. */
  isHere(userId: string, deviceId: string): boolean;
  /** Whether Redis has lost its memory since it was last found to have it; `recalled` notes that it has it again. */
  memory: { isLost(): Promise<boolean>; recalled(): void };
  /** The sessions are back in a Redis that had lost its memory; the rest may follow. */
  onRestored(): Promise<void>;
}

export interface MirroredSessionStore extends SessionStore {
  /** The two have been told that it is over. */
  forget(sessionId: string): void;
  /** Redis answers again after it was away. Until what was lost is restored, only the mirror is asked. */
  redisIsBack(): void;
}

/**
 * For many servers, on a Redis that may be away: this server goes on with what it last knew of sessions whose two
 * devices are both here, and makes Redis follow when it is back. A Redis that has lost its memory gets from each
 * server the sessions that have a device there. What concerns another server answers BUSY meanwhile.
 */
export function createMirroredSessionStore(deps: MirroredDeps): MirroredSessionStore {
  const { shared, clock } = deps;
  const mirror = createSessionMirror();
  const insteadOf = createInsteadOf();
  let isReturning = false;
  let settledAt = 0;
  let comingBack: Promise<void> = Promise.resolve();

  const isHere = ({ members }: LiveSession, count: 'some' | 'every'): boolean =>
    members[count](({ userId, deviceId }) => deps.isHere(userId, deviceId));

  /** @param here what to do when Redis is away and the session is known */
  function ask<T>(
    sessionId: string,
    work: () => Promise<T>,
    here: (known: Mirrored, refusal: AppError) => T,
  ): Promise<T> {
    return insteadOf(
      sessionId,
      async () => {
        if (isReturning || mirror.get(sessionId)?.late.length) throw new AppError('BUSY');
        return work();
      },
      (refusal) => {
        const known = mirror.get(sessionId);
        if (!known) throw refusal;
        return here(known, refusal);
      },
    );
  }

  function requireBoth({ session }: Mirrored, refusal: AppError): void {
    if (session !== null && !isHere(session, 'every')) throw refusal;
  }

  async function restore(): Promise<void> {
    const lost = mirror.all().filter(({ session }) => session !== null && isHere(session, 'some'));
    for (let start = 0; start < lost.length; start += RESTORED_AT_ONCE) {
      await Promise.all(lost.slice(start, start + RESTORED_AT_ONCE).map(restoreOne));
    }
  }

  /** Another server may have been faster, and the session may be over since. */
  async function restoreOne({ session, messages }: Mirrored): Promise<void> {
    if (session === null || (await shared.wasMember(session.id, session.members[0].userId))) return;
    await shared.insert(toRestored(session, clock.now(), deps.isHere));
    for (const message of messages.values()) {
      await shared.addMessage(message);
      await shared.messageTold(message);
    }
  }

  async function comeBack(): Promise<void> {
    if (isReturning) {
      if (await deps.memory.isLost()) {
        await restore();
        await deps.onRestored();
        deps.memory.recalled();
      }
      settledAt = clock.now() + SETTLE_MS;
      isReturning = false;
    }
    for (const known of mirror.all()) await tell(known);
    mirror.keepOnly((session) => isHere(session, 'some'));
  }

  /** Tells Redis what was decided here, in order. */
  async function tell({ late }: Mirrored): Promise<void> {
    for (let first = late[0]; first; first = late[0]) {
      await first();
      late.shift();
    }
  }

  const comeBackInTurn = (): Promise<void> => (comingBack = comingBack.catch(() => {}).then(comeBack));

  return {
    forget: (sessionId) => mirror.ended(sessionId),

    redisIsBack() {
      isReturning = true;
      // What fails is tried again with the next look at what is due.
      comeBackInTurn().catch(() => {});
    },

    get: (sessionId) =>
      ask(
        sessionId,
        async () => mirror.note(sessionId, await shared.get(sessionId)),
        ({ session }) => session,
      ),

    ofUser: (userId) =>
      ask(
        mirror.idOfUser(userId) ?? userId,
        async () => {
          const session = await shared.ofUser(userId);
          return session && mirror.note(session.id, session);
        },
        ({ session }) => session,
      ),

    change: (sessionId, decide) =>
      ask(
        sessionId,
        async () => {
          const decision = await shared.change(sessionId, decide);
          mirror.note(sessionId, decision?.session ?? null);
          return decision;
        },
        (known, refusal) => {
          if (known.session === null) return null;
          requireBoth(known, refusal);
          const decision = decide(known.session);
          known.late.push(async () => void (await shared.change(sessionId, decide)));
          mirror.note(sessionId, decision.session);
          return decision;
        },
      ),

    settled: (sessionId) =>
      ask(
        sessionId,
        () => shared.settled(sessionId),
        (known) => void known.late.push(() => shared.settled(sessionId)),
      ),

    unsettled: async () => (clock.now() < settledAt ? [] : shared.unsettled()),

    async due(now) {
      await comeBackInTurn();
      return clock.now() < settledAt ? [] : shared.due(now);
    },

    addMessage: (message) =>
      ask(
        message.sessionId,
        async () => {
          const added = await shared.addMessage(message);
          if (added) mirror.noteMessages(message.sessionId, [added.message]);
          return added;
        },
        (known, refusal) => {
          if (known.session === null) return null;
          requireBoth(known, refusal);
          const earlier = mirror.findMessage(message);
          if (earlier) return { message: earlier, isNew: false, isTold: !known.untold.has(earlier.id) };
          mirror.noteMessages(message.sessionId, [message]);
          known.untold.add(message.id);
          known.late.push(async () => void (await shared.addMessage(message)));
          return { message, isNew: true, isTold: false };
        },
      ),

    messageTold: (message: ChatMessage) =>
      ask(
        message.sessionId,
        () => shared.messageTold(message),
        (known) => {
          known.untold.delete(message.id);
          known.late.push(() => shared.messageTold(message));
        },
      ),

    messages: (sessionId) =>
      ask(
        sessionId,
        async () => mirror.noteMessages(sessionId, await shared.messages(sessionId)),
        ({ messages }) => [...messages.values()],
      ),

    wasMember: (sessionId, userId) => shared.wasMember(sessionId, userId),
    count: () => shared.count(),
  };
}
