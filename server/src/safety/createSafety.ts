import { ref } from '@mikro-orm/core';
import { Account } from '../accounts/Account.entity.ts';
import type { Clock } from '../clock/Clock.ts';
import { AppError } from '../contract/errors.ts';
import type { ChatMessage, PublicProfile, ReportInput } from '../contract/index.ts';
import type { NewId } from '../database/createIds.ts';
import type { Database } from '../database/Database.ts';
import type { Limits } from '../limits/Limits.ts';
import type { Profiles } from '../profiles/Profiles.ts';
import { SpeakingSession } from '../sessions/SpeakingSession.entity.ts';
import { Block } from './Block.entity.ts';
import { blocksOf } from './blocksOf.ts';
import { Report } from './Report.entity.ts';

interface SafetyDeps {
  database: Database;
  clock: Clock;
  newId: NewId;
  limits: Limits;
  profiles: Pick<Profiles, 'people'>;
  /** What was written in a session of the two, also while it goes on. */
  chatOf(sessionId: string): Promise<readonly ChatMessage[]>;
  /** The first one's blocks have changed: the queue is to know at once. */
  onBlocksChanged(userId: string): Promise<void>;
  /** The first one has just blocked the second: what runs between them is to end at once. */
  onBlocked(userId: string, blockedId: string): Promise<void>;
}

export type Safety = ReturnType<typeof createSafety>;

/** Keeping away from somebody, and telling the operator of somebody. */
export function createSafety(deps: SafetyDeps) {
  const { database, clock, limits } = deps;

  /** @throws AppError ABOUT_YOURSELF, NOT_FOUND */
  async function checkOther(userId: string, otherId: string): Promise<void> {
    if (userId === otherId) throw new AppError('ABOUT_YOURSELF');
    const known = await database.use((em) => em.count(Account, { id: otherId }));
    if (known === 0) throw new AppError('NOT_FOUND');
  }

  async function block(userId: string, blockedId: string): Promise<void> {
    await database.use((em) =>
      em
        .createQueryBuilder(Block)
        .insert({
          blocker: ref(Account, userId),
          blocked: ref(Account, blockedId),
          createdAt: new Date(clock.now()),
        })
        .onConflict()
        .ignore()
        .execute(),
    );
    await deps.onBlocksChanged(userId);
    await deps.onBlocked(userId, blockedId);
  }

  /** @throws AppError NOT_FOUND unless both were in it */
  async function checkShared(sessionId: string, people: readonly string[]): Promise<void> {
    const shared = await database.use((em) =>
      em.count(SpeakingSession, { id: sessionId, memberA: { $in: [...people] }, memberB: { $in: [...people] } }),
    );
    if (shared === 0) throw new AppError('NOT_FOUND');
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
      await database.use((em) => em.nativeDelete(Block, { blocker: userId, blocked: otherId }));
      await deps.onBlocksChanged(userId);
    },

    /** Those whom this person has blocked. */
    async blocked(userId: string): Promise<PublicProfile[]> {
      const { blocked } = await database.use((em) => blocksOf(em, userId));
      return [...(await deps.profiles.people(blocked)).values()];
    },

    /** Also blocks. @throws AppError ABOUT_YOURSELF, NOT_FOUND (also for a session of others), TOO_MANY_REQUESTS */
    async report(userId: string, { userId: reportedId, sessionId, reason, text }: ReportInput): Promise<string> {
      await limits.consume('report', userId);
      await checkOther(userId, reportedId);
      if (sessionId) await checkShared(sessionId, [userId, reportedId]);
      const messages = sessionId ? await deps.chatOf(sessionId) : [];
      const id = deps.newId();
      await database.use(async (em) => {
        em.create(Report, {
          id,
          reporter: userId,
          reported: reportedId,
          session: sessionId ?? null,
          reason,
          text: text || null,
          evidence: sessionId
            ? { messages: messages.map(({ from, text: said, sentAt }) => ({ from, text: said, sentAt })) }
            : null,
          createdAt: new Date(clock.now()),
          handledAt: null,
        });
        await em.flush();
      });
      await block(userId, reportedId);
      return id;
    },
  };
}
