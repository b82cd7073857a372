import type { ChatMessage, EndReason } from '../contract/index.ts';
import type { LiveSession } from './LiveSession.ts';

export interface SessionEnding {
  session: LiveSession;
  reason: EndReason;
  endedBy: string | null;
  /** Milliseconds since 1970. */
  endedAt: number;
  talkMs: number;
}

/** What of a session must last. One statement each, as long as no server dies. */
export interface SessionArchive {
  begun(session: LiveSession): Promise<void>;
  ended(ending: SessionEnding): Promise<void>;
  /** Adding the same message again changes nothing. */
  wrote(message: ChatMessage, session: LiveSession): Promise<void>;
  /** Deletes what was written before a moment, in milliseconds since 1970. */
  forgetChat(before: number): Promise<void>;
  /** The chat of a session, oldest first. */
  messages(sessionId: string): Promise<ChatMessage[]>;
  /** Whether this user was one of the two in a session that has ended. */
  wasMember(sessionId: string, userId: string): Promise<boolean>;
}
