import type { Clock } from '../clock/Clock.ts';
import { repeat } from '../clock/repeat.ts';
import { AppError } from '../contract/errors.ts';
import type {
  BackgroundInput,
  ChatInput,
  ChatMessage,
  ConnectedInput,
  ServerEvent,
  SessionView,
  SignalInput,
  TakeOverInput,
} from '../contract/index.ts';
import { LIMITS } from '../contract/limits.ts';
import type { EventStore } from '../events/EventStore.ts';
import { preparedSidesOf, type PreparedPair } from '../matching/PreparedStore.ts';
import type { Ticket } from '../matching/Ticket.ts';
import { icePolicyFor, type IceSettings } from '../turn/iceServers.ts';
import { spendBackground, spendChat, spendSignals } from './callBudget.ts';
import { createBudgets } from './createBudgets.ts';
import { hideAddresses } from './hideAddresses.ts';
import { sidesOf, type LiveSession, type Member } from './LiveSession.ts';
import type { SessionArchive } from './SessionArchive.ts';
import { transition, type SessionEffect, type SessionEvent } from './sessionMachine.ts';
import type { SessionStore } from './SessionStore.ts';
import { toSessionView } from './sessionView.ts';
import type { WriteBehind } from './writeBehind.ts';

const SWEEP_MS = 500;
/** The signals of one call together; a frame on the socket is not much longer. */
const SIGNALS_BYTES = 3 * LIMITS.sdpBytes;

/** A message that is sent again and was not told by then was added by a server that died. */
const TELL_AGAIN_MS = 1_000;

interface SessionsDeps {
  clock: Clock;
  newId: () => string;
  store: SessionStore;
  events: EventStore;
  archive: SessionArchive;
  writes: WriteBehind;
  ice: IceSettings;
  /** The two who may connect ahead of the session of this id; null: there are none. */
  preparedPair(sessionId: string): Promise<PreparedPair | null>;
  requeue(ticket: Ticket): Promise<void>;
  /** Whether this device of the user has its stream open. */
  isAttached(userId: string, deviceId: string): Promise<boolean>;
  /** These two have met: what is kept of their recent partners is to follow. */
  onBegun(session: LiveSession): void;
  onError(error: unknown): void;
}

export type Sessions = ReturnType<typeof createSessions>;

/** The speaking sessions: carries out what the machine decides, relays signals, keeps the chat. */
export function createSessions(deps: SessionsDeps) {
  const { clock, store, events } = deps;
  const budgets = createBudgets();

  async function apply(sessionId: string, event: SessionEvent): Promise<LiveSession | null> {
    const now = clock.now();
    const result = await store.change(sessionId, (session) => transition(session, event, now));
    await carryOutAll(result?.effects ?? []);
    return result?.session ?? null;
  }

  /** Those of an end perhaps for the second time: a log takes the same end once (factOf.ts), and so does the archive. */
  async function carryOutAll(effects: readonly SessionEffect[]): Promise<void> {
    for (const effect of effects) await carryOut(effect).catch(deps.onError);
  }

  async function carryOut(effect: SessionEffect): Promise<void> {
    switch (effect.type) {
      case 'tell':
        return events.append(effect.userId, effect.deviceId, effect.event);
      case 'announce':
        return announce(effect.session);
      case 'requeue':
        return deps.requeue(effect.ticket);
      case 'moved':
        void deps.writes.add(() => deps.archive.moved(effect.session));
        return;
      case 'ended':
        budgets.forget(effect.session.id);
        void archiveEnd(effect).catch(deps.onError);
        return;
      default:
        return assertNever(effect);
    }
  }

  /** The last effect of an end: with it all are carried out. */
  async function archiveEnd(effect: Extract<SessionEffect, { type: 'ended' }>): Promise<void> {
    await deps.writes.add(() => deps.archive.ended(effect));
    await store.settled(effect.session.id);
  }

  const stop = repeat(clock, {
    pauseMs: () => SWEEP_MS,
    onError: deps.onError,
    async run() {
      budgets.forgetIdle(clock.now());
      for (const sessionId of await store.due(clock.now())) await apply(sessionId, { type: 'time' });
      for (const effects of await store.unsettled()) await carryOutAll(effects);
    },
  });

  async function view(session: LiveSession, userId: string): Promise<SessionView | null> {
    const messages = await store.messages(session.id);
    return toSessionView(session, userId, { messages, ice: deps.ice, now: clock.now() });
  }

  async function announce(session: LiveSession): Promise<void> {
    for (const member of session.members) {
      const own = await view(session, member.userId);
      if (own) await events.append(member.userId, member.deviceId, { type: 'matched', session: own });
    }
  }

  /** The two may know of it already when the server that added it died over telling them. */
  async function tellMessage(
    { own, partner }: { own: Member; partner: Member },
    message: ChatMessage,
  ): Promise<void> {
    for (const side of [partner, own]) await events.append(side.userId, null, { type: 'chat', message });
    await store.messageTold(message);
  }

  async function wasMember(sessionId: string, userId: string): Promise<boolean> {
    return (await store.wasMember(sessionId, userId)) || deps.archive.wasMember(sessionId, userId);
  }

  /** @throws AppError SESSION_OVER, or NOT_IN_SESSION for somebody else's */
  async function sidesIn(sessionId: string, userId: string) {
    const session = await store.get(sessionId);
    if (!session)
      throw new AppError((await wasMember(sessionId, userId)) ? 'SESSION_OVER' : 'NOT_IN_SESSION');
    const sides = sidesOf(session, userId);
    if (!sides) throw new AppError('NOT_IN_SESSION');
    return { session, ...sides };
  }

  /**
   * The two between whom signals go: of a session, or of a pair that may connect ahead of it.
   * What is sent ahead of a match does not answer it.
   * @throws AppError as `sidesIn`
   */
  async function signallers(sessionId: string, userId: string) {
    const session = await store.get(sessionId);
    const sides = session && sidesOf(session, userId);
    if (sides) return { ...sides, hasAnswered: sides.own.hasAnswered };
    const pair = session ? null : await deps.preparedPair(sessionId);
    const prepared = pair && preparedSidesOf(pair, userId);
    if (prepared) return { ...prepared, hasAnswered: true };
    // Also when the round came in between: it first makes the session, then forgets the pair.
    const found = await sidesIn(sessionId, userId);
    return { own: found.own, partner: found.partner, hasAnswered: found.own.hasAnswered };
  }

  return {
    stop,

    /** Tells both sides of a session that the queue has just made. */
    async begun(session: LiveSession): Promise<void> {
      void deps.writes.add(() => deps.archive.begun(session));
      deps.onBegun(session);
      await announce(session);
      await apply(session.id, { type: 'announced' });
    },

    ofUser: (userId: string): Promise<LiveSession | null> => store.ofUser(userId),
    count: (): Promise<number> => store.count(),

    async current(userId: string): Promise<SessionView | null> {
      const session = await store.ofUser(userId);
      return session && view(session, userId);
    },

    /**
     * Hands signals on to the partner's device, in order. Answers before the machine hears of it, so that nothing
     * that is sent behind it can overtake.
     */
    async signal(userId: string, { sessionId, signals }: SignalInput): Promise<void> {
      const { own, partner, hasAnswered } = await signallers(sessionId, userId);
      const bytes = signals.reduce((sum, signal) => sum + ('sdp' in signal ? signal.sdp.length : 0), 0);
      if (bytes > SIGNALS_BYTES) throw new AppError('TOO_LARGE');
      const now = clock.now();
      spendSignals(budgets.of(sessionId, own.userId, now), budgets.of(sessionId, partner.userId, now), {
        signals,
        now,
      });
      const isRelayed = icePolicyFor(deps.ice, [own.hideIp, partner.hideIp]) === 'relay';
      const told = isRelayed ? hideAddresses(signals) : signals;
      const event: ServerEvent = { type: 'signal', sessionId, signals: told };
      if (told.length > 0) await events.append(partner.userId, partner.deviceId, event);
      if (!hasAnswered) await apply(sessionId, { type: 'answered', userId });
    },

    async connected(userId: string, { sessionId, path }: ConnectedInput): Promise<void> {
      await sidesIn(sessionId, userId);
      await apply(sessionId, { type: 'connected', userId, path });
    },

    /**
     * The user goes on at this device; the one that had the call is told so.
     * @throws AppError SESSION_OVER, NOT_IN_SESSION, NO_EVENT_STREAM
     */
    async takeOver(userId: string, { sessionId, deviceId }: TakeOverInput): Promise<SessionView> {
      await sidesIn(sessionId, userId);
      if (!(await deps.isAttached(userId, deviceId))) throw new AppError('NO_EVENT_STREAM');
      const session = await apply(sessionId, { type: 'taken_over', userId, deviceId });
      // A stream that closed in between was not yet this session's: nobody would notice that its device has gone.
      if (!(await deps.isAttached(userId, deviceId))) {
        await apply(sessionId, { type: 'device_away', userId, deviceId });
      }
      const own = session && (await view(session, userId));
      if (!own) throw new AppError('SESSION_OVER');
      return own;
    },

    /** Tells the partner; nothing is kept of it, for the app says it again to a partner who comes back. */
    async background(userId: string, { sessionId, background }: BackgroundInput): Promise<void> {
      const { partner } = await sidesIn(sessionId, userId);
      spendBackground(budgets.of(sessionId, userId, clock.now()), clock.now());
      const state = background ? 'background' : 'connected';
      await events.append(partner.userId, partner.deviceId, { type: 'partner_state', sessionId, state });
    },

    /** Shown to both at once, acknowledged when it is stored. */
    async chat(userId: string, { sessionId, text, clientMessageId }: ChatInput): Promise<ChatMessage> {
      const { session, own, partner } = await sidesIn(sessionId, userId);
      const now = clock.now();
      const earlier = (await store.messages(sessionId)).find(
        (message) => message.from === userId && message.clientMessageId === clientMessageId,
      );
      if (!earlier) spendChat(budgets.of(sessionId, userId, now), now);
      const sentAt = new Date(now).toISOString();
      const message = { id: deps.newId(), sessionId, from: userId, text, clientMessageId, sentAt };
      const added = await store.addMessage(earlier ?? message);
      if (!added) throw new AppError('SESSION_OVER');
      const stored = deps.writes.add(() => deps.archive.wrote(added.message, session));
      const isForgotten = !added.isTold && now - Date.parse(added.message.sentAt) > TELL_AGAIN_MS;
      if (added.isNew || isForgotten) {
        await tellMessage({ own, partner }, added.message);
        if (!own.hasAnswered) await apply(sessionId, { type: 'answered', userId });
      }
      await stored;
      return added.message;
    },

    async end(userId: string, sessionId: string): Promise<void> {
      const session = await store.get(sessionId);
      const isMember = session ? sidesOf(session, userId) !== null : await wasMember(sessionId, userId);
      if (!isMember) throw new AppError('NOT_IN_SESSION');
      if (session) await apply(sessionId, { type: 'left', userId });
    },

    /** What was written in a session, while it goes on or after it. */
    async chatOf(sessionId: string): Promise<readonly ChatMessage[]> {
      const live = await store.messages(sessionId);
      return live.length > 0 ? live : deps.archive.messages(sessionId);
    },

    /** Ends the session of these two at once, if they are in one. */
    async blocked(userId: string, blockedId: string): Promise<void> {
      const session = await store.ofUser(userId);
      if (session && sidesOf(session, blockedId)) await apply(session.id, { type: 'blocked', userId });
    },

    /** Ends the session of somebody who has been banned. */
    async moderated(userId: string): Promise<void> {
      const session = await store.ofUser(userId);
      if (session) await apply(session.id, { type: 'moderated', userId });
    },

    async deviceBack(userId: string, deviceId: string): Promise<void> {
      const session = await store.ofUser(userId);
      if (session) await apply(session.id, { type: 'device_back', userId, deviceId });
    },

    async deviceAway(userId: string, deviceId: string): Promise<void> {
      const session = await store.ofUser(userId);
      if (session) await apply(session.id, { type: 'device_away', userId, deviceId });
    },
  };
}

function assertNever(effect: never): never {
  throw new Error(`no such effect: ${JSON.stringify(effect)}`);
}
