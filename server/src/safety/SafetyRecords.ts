import type { ChatMessage, ReportInput } from '../contract/index.ts';

export interface NewReport extends Pick<ReportInput, 'reason'> {
  id: string;
  reporterId: string;
  reportedId: string;
  /** null: not about a certain session. */
  sessionId: string | null;
  text: string | null;
  /** The chat of the session. */
  messages: readonly ChatMessage[];
  /** Milliseconds since 1970. */
  createdAt: number;
}

/** Blocks and reports, as they last. */
export interface SafetyRecords {
  accountExists(userId: string): Promise<boolean>;
  /** Whether these two were the members of this session. */
  wereTogether(sessionId: string, people: readonly [string, string]): Promise<boolean>;
  /** Adding a block again changes nothing. @param at milliseconds since 1970 */
  addBlock(blockerId: string, blockedId: string, at: number): Promise<void>;
  removeBlock(blockerId: string, blockedId: string): Promise<void>;
  blockedBy(blockerId: string): Promise<string[]>;
  addReport(report: NewReport): Promise<void>;
}
