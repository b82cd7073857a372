import type { ChatMessage } from '../contract/index.ts';
import type { LiveSession } from './LiveSession.ts';
import { MESSAGES_KEPT } from './SessionStore.ts';

/** What a server last knew of a session, and what it has decided of it alone. */
export interface Mirrored {
  /** null: it has ended here, which Redis has yet to be told. */
  session: LiveSession | null;
  /** By sender and clientMessageId, oldest first. */
  messages: Map<string, ChatMessage>;
  /** Ids of messages that were added here and that the two were perhaps not told. */
  untold: Set<string>;
  /** What Redis has yet to be told, in order; may be carried out twice. */
  late: (() => Promise<void>)[];
}

const keyOf = (message: ChatMessage): string => `${message.from} ${message.clientMessageId}`;

export function createSessionMirror() {
  const mirrored = new Map<string, Mirrored>();
  const idOfUser = new Map<string, string>();

  function leave(sessionId: string, session: LiveSession): void {
    for (const { userId } of session.members) {
      if (idOfUser.get(userId) === sessionId) idOfUser.delete(userId);
    }
  }

  function ended(sessionId: string): void {
    const known = mirrored.get(sessionId);
    if (!known) return;
    if (known.session) leave(sessionId, known.session);
    known.session = null;
    if (known.late.length === 0) mirrored.delete(sessionId);
  }

  return {
    get: (sessionId: string): Mirrored | undefined => mirrored.get(sessionId),
    all: (): Mirrored[] => [...mirrored.values()],
    idOfUser: (userId: string): string | undefined => idOfUser.get(userId),
    ended,

    /** @param session null: there is no such session (any more) */
    note(sessionId: string, session: LiveSession | null): LiveSession | null {
      if (session === null) {
        ended(sessionId);
        return null;
      }
      for (const { userId } of session.members) idOfUser.set(userId, sessionId);
      const known = mirrored.get(sessionId);
      if (known) known.session = session;
      else mirrored.set(sessionId, { session, messages: new Map(), untold: new Set(), late: [] });
      return session;
    },

    noteMessages(sessionId: string, messages: ChatMessage[]): ChatMessage[] {
      const known = mirrored.get(sessionId);
      for (const message of known ? messages : []) known?.messages.set(keyOf(message), message);
      for (const oldest of known?.messages.keys() ?? []) {
        if ((known?.messages.size ?? 0) <= MESSAGES_KEPT) break;
        known?.messages.delete(oldest);
      }
      return messages;
    },

    findMessage: (message: ChatMessage): ChatMessage | undefined =>
      mirrored.get(message.sessionId)?.messages.get(keyOf(message)),

    /** Forgets the sessions that are not wanted any more, and those that Redis knows to be over. */
    keepOnly(isWanted: (session: LiveSession) => boolean): void {
      for (const [sessionId, { session, late }] of mirrored) {
        if (late.length > 0 || (session !== null && isWanted(session))) continue;
        if (session) leave(sessionId, session);
        mirrored.delete(sessionId);
      }
    },
  };
}
