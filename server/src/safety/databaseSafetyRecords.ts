import { ref } from '@mikro-orm/core';
import { Account } from '../accounts/Account.entity.ts';
import type { Database } from '../database/Database.ts';
import { SpeakingSession } from '../sessions/SpeakingSession.entity.ts';
import { Block } from './Block.entity.ts';
import { blocksOf } from './blocksOf.ts';
import { Report } from './Report.entity.ts';
import type { SafetyRecords } from './SafetyRecords.ts';

export function createDatabaseSafetyRecords(database: Database): SafetyRecords {
  return {
    async accountExists(userId) {
      return (await database.use((em) => em.count(Account, { id: userId }))) > 0;
    },

    async wereTogether(sessionId, people) {
      const among = { $in: [...people] };
      const count = await database.use((em) =>
        em.count(SpeakingSession, { id: sessionId, memberA: among, memberB: among }),
      );
      return count > 0;
    },

    async addBlock(blockerId, blockedId, at) {
      await database.use((em) =>
        em
          .createQueryBuilder(Block)
          .insert({
            blocker: ref(Account, blockerId),
            blocked: ref(Account, blockedId),
            createdAt: new Date(at),
          })
          .onConflict()
          .ignore()
          .execute(),
      );
    },

    async removeBlock(blockerId, blockedId) {
      await database.use((em) => em.nativeDelete(Block, { blocker: blockerId, blocked: blockedId }));
    },

    async blockedBy(blockerId) {
      return (await database.use((em) => blocksOf(em, blockerId))).blocked;
    },

    async addReport({ messages, ...report }) {
      await database.use(async (em) => {
        em.create(Report, {
          id: report.id,
          reporter: report.reporterId,
          reported: report.reportedId,
          session: report.sessionId,
          reason: report.reason,
          text: report.text,
          evidence:
            report.sessionId === null
              ? null
              : { messages: messages.map(({ from, text, sentAt }) => ({ from, text, sentAt })) },
          createdAt: new Date(report.createdAt),
          handledAt: null,
        });
        await em.flush();
      });
    },
  };
}
