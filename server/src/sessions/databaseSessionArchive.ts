import { ref } from '@mikro-orm/core';
import { Account } from '../accounts/Account.entity.ts';
import type { Database } from '../database/Database.ts';
import { ChatMessage } from './ChatMessage.entity.ts';
import { bothConnectedAt } from './LiveSession.ts';
import type { SessionArchive } from './SessionArchive.ts';
import { SpeakingSession } from './SpeakingSession.entity.ts';
import { waitsOf } from './waitsOf.ts';

/** PostgreSQL's 23503: the row that this one belongs to is not there. */
const isForeignKeyViolation = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === '23503';

/** The server that began a session may be late with its row, or have died over it: then whoever needs the row adds it. */
export function createDatabaseSessionArchive(database: Database): SessionArchive {
  const archive: SessionArchive = {
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
            deviceA: offerer.deviceId,
            deviceB: answerer.deviceId,
            startedAt: new Date(session.startedAt),
            waits: waitsOf(session),
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

    async moved({ id, members: [offerer, answerer] }) {
      await database.use((em) =>
        em.nativeUpdate(
          SpeakingSession,
          { id, endedAt: null },
          { deviceA: offerer.deviceId, deviceB: answerer.deviceId },
        ),
      );
    },

    async ended({ session, reason, endedBy, endedAt, talkMs }) {
      const connectedAt = bothConnectedAt(session);
      const paths = session.members.map((member) => member.path);
      const path = paths.includes('relay') ? 'relay' : (paths[0] ?? null);
      const update = (): Promise<number> =>
        database.use((em) =>
          em.nativeUpdate(
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
          ),
        );
      if ((await update()) > 0) return;
      await archive.begun(session);
      await update();
    },

    async wrote(message, session) {
      const insert = (): Promise<unknown> =>
        database.use((em) =>
          em
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
            .execute(),
        );
      try {
        await insert();
      } catch (error) {
        if (!isForeignKeyViolation(error)) throw error;
        await archive.begun(session);
        await insert();
      }
    },

    async unfinished() {
      const rows = await database.use((em) => em.find(SpeakingSession, { endedAt: null }));
      return rows.map((row) => ({
        id: row.id,
        mode: row.mode,
        startedAt: row.startedAt.getTime(),
        members: [
          { userId: row.memberA?.id ?? null, deviceId: row.deviceA },
          { userId: row.memberB?.id ?? null, deviceId: row.deviceB },
        ],
      }));
    },

    async closed(sessionId, at) {
      const endedAt = new Date(at);
      await database.use((em) =>
        em.nativeUpdate(
          SpeakingSession,
          { id: sessionId, endedAt: null },
          { endedAt, endReason: 'partner_lost' },
        ),
      );
    },

    async forgetChat(before) {
      await database.use((em) => em.nativeDelete(ChatMessage, { sentAt: { $lt: new Date(before) } }));
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
  return archive;
}
