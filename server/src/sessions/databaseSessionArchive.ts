import { ref } from '@mikro-orm/core';
import { Account } from '../accounts/Account.entity.ts';
import type { Database } from '../database/Database.ts';
import { ChatMessage } from './ChatMessage.entity.ts';
import { bothConnectedAt } from './LiveSession.ts';
import type { SessionArchive } from './SessionArchive.ts';
import { SpeakingSession } from './SpeakingSession.entity.ts';

export function createDatabaseSessionArchive(database: Database): SessionArchive {
  return {
    begun(session) {
      const [offerer, answerer] = session.members;
      return database.use(async (em) => {
        await em
          .createQueryBuilder(SpeakingSession)
          .insert({
            id: session.id,
            mode: session.mode,
            memberA: ref(Account, offerer.userId),
            memberB: ref(Account, answerer.userId),
            startedAt: new Date(session.startedAt),
            connectedAt: null,
            endedAt: null,
            endReason: null,
            endedBy: null,
            path: null,
            talkMs: 0,
            ratingA: null,
            ratingB: null,
            againA: null,
            againB: null,
          })
          .onConflict('id')
          .ignore()
          .execute();
      });
    },

    ended({ session, reason, endedBy, endedAt, talkMs }) {
      const connectedAt = bothConnectedAt(session);
      const paths = session.members.map((member) => member.path);
      const path = paths.includes('relay') ? 'relay' : (paths[0] ?? null);
      return database.use(async (em) => {
        await em.nativeUpdate(
          SpeakingSession,
          { id: session.id, endedAt: null },
          {
            connectedAt: connectedAt === null ? null : new Date(connectedAt),
            endedAt: new Date(endedAt),
            endReason: reason,
            endedBy: endedBy === null ? null : ref(Account, endedBy),
            path,
            talkMs,
          },
        );
      });
    },

    wrote(message) {
      return database.use(async (em) => {
        await em
          .createQueryBuilder(ChatMessage)
          .insert({
            id: message.id,
            session: ref(SpeakingSession, message.sessionId),
            from: ref(Account, message.from),
            text: message.text,
            clientMessageId: message.clientMessageId,
            sentAt: new Date(message.sentAt),
          })
          .onConflict()
          .ignore()
          .execute();
      });
    },

    messages(sessionId) {
      return database.use(async (em) => {
        const rows = await em.find(ChatMessage, { session: sessionId }, { orderBy: { id: 'asc' } });
        return rows.map((row) => ({
          id: row.id,
          sessionId,
          from: row.from.id,
          text: row.text,
          clientMessageId: row.clientMessageId,
          sentAt: row.sentAt.toISOString(),
        }));
      });
    },

    wasMember(sessionId, userId) {
      return database.use(async (em) => {
        const count = await em.count(SpeakingSession, {
          id: sessionId,
          $or: [{ memberA: userId }, { memberB: userId }],
        });
        return count > 0;
      });
    },
  };
}
