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

export interface UnfinishedSession extends Pick<LiveSession, 'id' | 'mode' | 'startedAt'> {
  /** The offerer first. null: the account is gone, or the device is not known. */
  members: readonly { userId: string | null; deviceId: string | null }[];
}

/** What of a session must last. One statement each, as long as no server dies. */
export interface SessionArchive {
  begun(session: LiveSession): Promise<void>;
  ended(ending: SessionEnding): Promise<void>;
  /** One of the two goes on at another device. */
  moved(session: LiveSession): Promise<void>;
  /** Adding the same message again changes nothing. */
  wrote(message: ChatMessage, session: LiveSession): Promise<void>;
  /** Sessions whose end was never written: they go on, or their server has died. */
  unfinished(): Promise<UnfinishedSession[]>;
  /** Writes the end of one that nobody can take up again. @param at milliseconds since 1970 */
  closed(sessionId: string, at: number): Promise<void>;
  /** Deletes what was written before a moment, in milliseconds since 1970. */
  forgetChat(before: number): Promise<void>;
  /** The chat of a session, oldest first. */
  messages(sessionId: string): Promise<ChatMessage[]>;
  /** Whether this user was one of the two in a session that has ended. */
  wasMember(sessionId: string, userId: string): Promise<boolean>;
}
