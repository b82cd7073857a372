import { AppError, type AppCode } from '../contract/errors.ts';
import type { Learner } from './Learner.ts';

export type Learners = ReturnType<typeof createLearners>;

/** What makes a kept learner out of date; told to every server. */
export type LearnerNews =
  | { type: 'changed'; userId: string }
  /** These two have just met. */
  | { type: 'met'; userIds: readonly [string, string] };

/** How many partners `Learner.recent` names. */
const RECENT_KEPT = 3;

/** The learners who are here, kept in memory so that queueing costs no query. */
export function createLearners(load: (userId: string) => Promise<Learner | null>) {
  const known = new Map<string, Promise<Learner | null>>();

  function loadOnce(userId: string): Promise<Learner | null> {
    const cached = known.get(userId);
    if (cached) return cached;
    const loading = load(userId);
    known.set(userId, loading);
    loading.catch(() => known.delete(userId));
    return loading;
  }

  /** null: the account is gone or banned. News that come while it is loaded are not missed: it is loaded again. */
  async function find(userId: string): Promise<Learner | null> {
    for (;;) {
      const loading = loadOnce(userId);
      const learner = await loading;
      if (learner === null) known.delete(userId);
      else if (known.get(userId) !== loading) continue;
      return learner;
    }
  }

  async function findOr(code: AppCode, userId: string): Promise<Learner> {
    const learner = await find(userId);
    if (learner) return learner;
    throw new AppError(code);
  }

  return {
    find,

    /** @throws AppError NOT_FOUND when the account is gone or banned */
    get: (userId: string): Promise<Learner> => findOr('NOT_FOUND', userId),

    /** Of somebody logged in, who has an account: when it is not found, it is banned. @throws AppError BANNED */
    ofCaller: (userId: string): Promise<Learner> => findOr('BANNED', userId),

    /** Nobody of this person is here any more. */
    forget: (userId: string): void => void known.delete(userId),

    /** Who is not kept here is loaded with the news later. */
    hear(news: LearnerNews): void {
      if (news.type === 'changed') return void known.delete(news.userId);
      const { userIds } = news;
      for (const [side, userId] of userIds.entries()) {
        const cached = known.get(userId);
        const partnerId = userIds[1 - side];
        if (!cached || partnerId === undefined) continue;
        const changed = cached.then(
          (learner) =>
            learner && {
              ...learner,
              recent: [partnerId, ...learner.recent.filter((id) => id !== partnerId)].slice(0, RECENT_KEPT),
            },
        );
        known.set(userId, changed);
        changed.catch(() => known.delete(userId));
      }
    },
  };
}
