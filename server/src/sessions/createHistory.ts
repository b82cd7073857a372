import type { Clock } from '../clock/Clock.ts';
import { AppError } from '../contract/errors.ts';
import type {
  Again,
  EndReason,
  HistoryInput,
  HistoryPage,
  PastSession,
  RateInput,
} from '../contract/index.ts';
import { id as idSchema } from '../contract/words.ts';
import type { Database } from '../database/Database.ts';
import type { Limits } from '../limits/Limits.ts';
import type { Profiles } from '../profiles/Profiles.ts';
import { blocksOf } from '../safety/blocksOf.ts';
import { SpeakingSession } from './SpeakingSession.entity.ts';

/** How long after its end a session can be rated, or rated otherwise. */
const RATE_WITHIN_MS = 24 * 3_600_000;

interface HistoryDeps {
  database: Database;
  clock: Clock;
  profiles: Pick<Profiles, 'people'>;
  limits: Limits;
}

export type History = ReturnType<typeof createHistory>;

/** Past sessions, and what the two thought of them. */
export function createHistory({ database, clock, profiles, limits }: HistoryDeps) {
  return {
    /** Newest first. The cursor is the last id of the page before. */
    async list(userId: string, { cursor, limit }: HistoryInput): Promise<HistoryPage> {
      await limits.consume('read', userId);
      if (cursor && !idSchema.safeParse(cursor).success) {
        throw new AppError('WRONG_INPUT', { fields: { cursor: ['is not one that this server gave'] } });
      }
      const [rows, hidden] = await database.use(async (em) => {
        const found = await em.find(
          SpeakingSession,
          {
            $or: [{ memberA: userId }, { memberB: userId }],
            endedAt: { $ne: null },
            ...(cursor ? { id: { $lt: cursor } } : {}),
          },
          // One more than asked tells whether there is another page.
          { orderBy: { id: 'desc' }, limit: limit + 1 },
        );
        const { blocked, blockedBy } = await blocksOf(em, userId);
        return [found, new Set([...blocked, ...blockedBy])] as const;
      });
      const page = rows.slice(0, limit);
      const partnerIds = page
        .map((row) => partnerOf(row, userId))
        .filter((id) => id !== null && !hidden.has(id));
      const people = await profiles.people([...new Set(partnerIds.filter((id) => id !== null))]);
      return {
        items: page.map((row) =>
          toPastSession(row, userId, people.get(partnerOf(row, userId) ?? '') ?? null),
        ),
        nextCursor: rows.length > page.length ? (page.at(-1)?.id ?? null) : null,
      };
    },

    /** May be changed for a day after the end. @throws AppError NOT_IN_SESSION, RATING_CLOSED */
    async rate(userId: string, { sessionId, rating, again }: RateInput): Promise<Again> {
      return database.use(async (em) => {
        const row = await em.findOne(SpeakingSession, {
          id: sessionId,
          $or: [{ memberA: userId }, { memberB: userId }],
        });
        if (!row) throw new AppError('NOT_IN_SESSION');
        if (row.endedAt && clock.now() - row.endedAt.getTime() > RATE_WITHIN_MS) {
          throw new AppError('RATING_CLOSED');
        }
        const isA = row.memberA?.id === userId;
        await em.nativeUpdate(
          SpeakingSession,
          { id: sessionId },
          isA ? { ratingA: rating, againA: again } : { ratingB: rating, againB: again },
        );
        return toAgain(again, isA ? row.againB : row.againA);
      });
    },

    /** Whether the last word that each of the two has said about the other was a wish to talk again. */
    async isMutual(userId: string, otherId: string): Promise<boolean> {
      const rows = await database.use((em) =>
        em.find(
          SpeakingSession,
          {
            $or: [
              { memberA: userId, memberB: otherId },
              { memberA: otherId, memberB: userId },
            ],
          },
          { orderBy: { id: 'desc' }, limit: 50 },
        ),
      );
      const lastWord = (id: string): boolean =>
        rows.map((row) => againOf(row, id)).find((wish) => wish !== null) ?? false;
      return lastWord(userId) && lastWord(otherId);
    },
  };
}

function partnerOf(row: SpeakingSession, userId: string): string | null {
  return (row.memberA?.id === userId ? row.memberB?.id : row.memberA?.id) ?? null;
}

function againOf(row: SpeakingSession, userId: string): boolean | null {
  return row.memberA?.id === userId ? row.againA : row.againB;
}

function toAgain(mine: boolean | null, theirs: boolean | null): Again {
  if (!mine) return 'none';
  return theirs ? 'mutual' : 'me';
}

/** The database has the reason from nobody's side; each side was told its own. */
function reasonFor(row: SpeakingSession, userId: string): EndReason {
  const reason = row.endReason ?? 'partner_lost';
  return reason === 'left' && row.endedBy?.id !== userId ? 'partner_left' : reason;
}

function toPastSession(row: SpeakingSession, userId: string, partner: PastSession['partner']): PastSession {
  const isA = row.memberA?.id === userId;
  return {
    id: row.id,
    mode: row.mode,
    partner,
    startedAt: row.startedAt.toISOString(),
    endedAt: (row.endedAt ?? row.startedAt).toISOString(),
    talkMs: row.talkMs,
    endReason: reasonFor(row, userId),
    rating: isA ? row.ratingA : row.ratingB,
    again: isA ? toAgain(row.againA, row.againB) : toAgain(row.againB, row.againA),
  };
}
