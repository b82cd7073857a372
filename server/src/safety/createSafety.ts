import type { Clock } from '../clock/Clock.ts';
import { AppError } from '../contract/errors.ts';
import type { ChatMessage, PublicProfile, ReportInput } from '../contract/index.ts';
import type { NewId } from '../database/createIds.ts';
import type { Limits } from '../limits/Limits.ts';
import type { Profiles } from '../profiles/Profiles.ts';
import type { SafetyRecords } from './SafetyRecords.ts';

interface SafetyDeps {
  records: SafetyRecords;
  clock: Clock;
  newId: NewId;
  limits: Limits;
  profiles: Pick<Profiles, 'people'>;
  /** What was written in a session, also while it goes on. */
  chatOf(sessionId: string): Promise<readonly ChatMessage[]>;
  /** The queue is to know at once. */
  onBlocksChanged(userId: string): Promise<void>;
  /** What runs between the two is to end at once. */
  onBlocked(userId: string, blockedId: string): Promise<void>;
}

export type Safety = ReturnType<typeof createSafety>;

/** Keeping away from somebody, and telling the operator of somebody. */
export function createSafety(deps: SafetyDeps) {
  const { records, clock, limits } = deps;

  async function checkOther(userId: string, otherId: string): Promise<void> {
    if (userId === otherId) throw new AppError('ABOUT_YOURSELF');
    if (!(await records.accountExists(otherId))) throw new AppError('NOT_FOUND');
  }

  async function block(userId: string, blockedId: string): Promise<void> {
    await records.addBlock(userId, blockedId, clock.now());
    await deps.onBlocksChanged(userId);
    await deps.onBlocked(userId, blockedId);
  }

  return {
    /** Blocking somebody twice is fine. @throws AppError ABOUT_YOURSELF, NOT_FOUND, TOO_MANY_REQUESTS */
    async block(userId: string, otherId: string): Promise<void> {
      await limits.consume('block', userId);
      await checkOther(userId, otherId);
      await block(userId, otherId);
    },

    /** Unblocking somebody who is not blocked is fine. @throws AppError ABOUT_YOURSELF, NOT_FOUND */
    async unblock(userId: string, otherId: string): Promise<void> {
      await checkOther(userId, otherId);
      await records.removeBlock(userId, otherId);
      await deps.onBlocksChanged(userId);
    },

    /** Those whom this person has blocked: who they are, not how they are; some have blocked this person too. */
    async blocked(userId: string): Promise<PublicProfile[]> {
      await limits.consume('read', userId);
      const people = await deps.profiles.people(await records.blockedBy(userId));
      return [...people.values()].map((person) => ({
        ...person,
        bio: null,
        presence: 'offline',
        lastSeenAt: null,
      }));
    },

    /** Also blocks. @throws AppError ABOUT_YOURSELF, NOT_FOUND (also for a session of others), TOO_MANY_REQUESTS */
    async report(userId: string, input: ReportInput): Promise<string> {
      const { userId: reportedId, reason } = input;
      const sessionId = input.sessionId ?? null;
      await limits.consume('report', userId);
      await checkOther(userId, reportedId);
      if (sessionId !== null && !(await records.wereTogether(sessionId, [userId, reportedId]))) {
        throw new AppError('NOT_FOUND');
      }
      const id = deps.newId();
      await records.addReport({
        id,
        reporterId: userId,
        reportedId,
        sessionId,
        reason,
        text: input.text || null,
        messages: sessionId === null ? [] : await deps.chatOf(sessionId),
        createdAt: clock.now(),
      });
      await block(userId, reportedId);
      return id;
    },
  };
}
