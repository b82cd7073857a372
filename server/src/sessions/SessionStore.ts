import type { ChatMessage } from '../contract/index.ts';
import type { LiveSession } from './LiveSession.ts';
import type { SessionEffect, Transition } from './sessionMachine.ts';

/** The running sessions, at most one a user. Every method is one atomic step however many servers call it. */
export interface SessionStore {
  get(sessionId: string): Promise<LiveSession | null>;
  ofUser(userId: string): Promise<LiveSession | null>;
  /**
   * Replaces the session by what `decide` answers, null to end it; no other change comes in between. `decide` must be
   * pure: it may run more than once. Answers the last answer of `decide`, or null when there is no such session.
   * The effects of an end are kept until it is settled, where anybody is left when a server dies over them.
   */
  change(sessionId: string, decide: (session: LiveSession) => Transition): Promise<Transition | null>;
  /** The effects of this session's end have been carried out. */
  settled(sessionId: string): Promise<void>;
  /**
   * The effects of ends that are not settled after a while. Whoever is handed them has to carry them out, perhaps once
   * more, and to settle the end; meanwhile nobody else is handed them.
   */
  unsettled(): Promise<(readonly SessionEffect[])[]>;
  /** Ids of the sessions that time will change at or before `now`. */
  due(now: number): Promise<string[]>;
  /**
   * Adds a message unless its sender has sent one with the same `clientMessageId`: then the first one is answered, and
   * whether the two were told of it. null: there is no such session.
   */
  addMessage(message: ChatMessage): Promise<AddedMessage | null>;
  /** The two have been told of a message. */
  messageTold(message: ChatMessage): Promise<void>;
  /** What was written so far, oldest first, at most the last 200; empty when there is no such session. */
  messages(sessionId: string): Promise<ChatMessage[]>;
  /** Whether the user was in a session that has ended a short while ago; older ones are forgotten here. */
  wasMember(sessionId: string, userId: string): Promise<boolean>;
  count(): Promise<number>;
}

/** Of many servers. */
export interface SharedSessionStore extends SessionStore {
  /** For a session that the queue has not made. False: one of the two is in another. */
  insert(session: LiveSession): Promise<boolean>;
}

export interface AddedMessage {
  message: ChatMessage;
  isNew: boolean;
  /** False for a known one: the server that added it may have died before it told anybody. */
  isTold: boolean;
}

/** How many messages a session view carries at most. */
export const MESSAGES_KEPT = 200;
