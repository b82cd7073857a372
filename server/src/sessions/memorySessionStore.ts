import type { ChatMessage } from '../contract/index.ts';
import { sidesOf, type LiveSession } from './LiveSession.ts';
import { nextDeadline } from './sessionMachine.ts';
import { MESSAGES_KEPT, type SessionStore } from './SessionStore.ts';

interface Entry {
  session: LiveSession;
  /** By sender and clientMessageId, in the order of arrival. */
  messages: Map<string, { message: ChatMessage; isTold: boolean }>;
}

/** How many ended sessions are remembered. */
const ENDED_KEPT = 10_000;

const keyOf = (message: ChatMessage): string => `${message.from} ${message.clientMessageId}`;

export interface MemorySessionStore extends SessionStore {
  isInSession(userId: string): boolean;
  insert(session: LiveSession): void;
}

/** For one process. Nothing awaits inside a method, so each is one step. */
export function createMemorySessionStore(): MemorySessionStore {
  const entries = new Map<string, Entry>();
  const sessionIdOfUser = new Map<string, string>();
  const ended = new Map<string, LiveSession>();

  function forget(session: LiveSession): void {
    entries.delete(session.id);
    for (const member of session.members) sessionIdOfUser.delete(member.userId);
    ended.set(session.id, session);
    if (ended.size <= ENDED_KEPT) return;
    for (const oldest of ended.keys()) return void ended.delete(oldest);
  }

  return {
    isInSession: (userId) => sessionIdOfUser.has(userId),

    insert(session) {
      entries.set(session.id, { session, messages: new Map() });
      for (const member of session.members) sessionIdOfUser.set(member.userId, session.id);
    },

    async get(sessionId) {
      return entries.get(sessionId)?.session ?? null;
    },

    async ofUser(userId) {
      return entries.get(sessionIdOfUser.get(userId) ?? '')?.session ?? null;
    },

    async change(sessionId, decide) {
      const entry = entries.get(sessionId);
      if (!entry) return null;
      const decision = decide(entry.session);
      if (decision.session) entry.session = decision.session;
      else forget(entry.session);
      return decision;
    },

    // With this process everybody is gone who could be told.
    async settled() {},

    async unsettled() {
      return [];
    },

    async due(now) {
      return [...entries.values()]
        .filter(({ session }) => nextDeadline(session) <= now)
        .map(({ session }) => session.id);
    },

    async addMessage(message) {
      const entry = entries.get(message.sessionId);
      if (!entry) return null;
      const key = keyOf(message);
      const known = entry.messages.get(key);
      if (known) return { ...known, isNew: false };
      entry.messages.set(key, { message, isTold: false });
      return { message, isNew: true, isTold: false };
    },

    async messageTold(message) {
      const known = entries.get(message.sessionId)?.messages.get(keyOf(message));
      if (known) known.isTold = true;
    },

    async messages(sessionId) {
      const all = [...(entries.get(sessionId)?.messages.values() ?? [])];
      return all.slice(-MESSAGES_KEPT).map(({ message }) => message);
    },

    async wasMember(sessionId, userId) {
      const session = ended.get(sessionId);
      return session !== undefined && sidesOf(session, userId) !== null;
    },

    async count() {
      return entries.size;
    },
  };
}
