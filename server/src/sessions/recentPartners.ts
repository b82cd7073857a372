import type { SqlEntityManager as EntityManager } from '@mikro-orm/postgresql';
import { SpeakingSession } from './SpeakingSession.entity.ts';

/** How many sessions back a partner counts as recent. */
const RECENT_SESSIONS = 3;

/** Ids of the partners of a person's last three sessions, newest first, each once. Deleted accounts are left out. */
export async function recentPartners(em: EntityManager, userId: string): Promise<string[]> {
  const sessions = await em.find(
    SpeakingSession,
    { $or: [{ memberA: userId }, { memberB: userId }] },
    { orderBy: { startedAt: 'desc' }, limit: RECENT_SESSIONS, fields: ['memberA', 'memberB'] },
  );
  const partners = sessions.map(({ memberA, memberB }) =>
    memberA?.id === userId ? memberB?.id : memberA?.id,
  );
  return [...new Set(partners.filter((id) => id !== undefined))];
}
