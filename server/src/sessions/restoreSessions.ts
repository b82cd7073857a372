import type { Learner } from '../profiles/Learner.ts';
import type { LiveSession, Member } from './LiveSession.ts';
import type { SessionArchive, UnfinishedSession } from './SessionArchive.ts';
import type { SessionStore } from './SessionStore.ts';

/** Nobody talks longer than that without a break; what is older was left behind by an earlier crash. */
const LONGEST_TALK_MS = 6 * 3_600_000;

interface RestoreDeps {
  archive: SessionArchive;
  store: SessionStore;
  insert(session: LiveSession): void;
  loadLearner(userId: string): Promise<Learner | null>;
  /** Milliseconds since 1970. */
  now: number;
}

/**
 * For a server that keeps its sessions in memory: takes up those that it had when it was stopped or killed. Voices have
 * gone on meanwhile; each side has the usual grace to come back. Those that cannot be taken up are closed.
 */
export async function restoreSessions(deps: RestoreDeps): Promise<void> {
  const { archive, store, now } = deps;
  for (const row of await archive.unfinished()) {
    const session = now - row.startedAt > LONGEST_TALK_MS ? null : await toLiveSession(row, deps);
    if (session === null) {
      await archive.closed(row.id, row.startedAt);
      continue;
    }
    deps.insert(session);
    for (const message of await archive.messages(row.id)) {
      await store.addMessage(message);
      await store.messageTold(message);
    }
  }
}

async function toLiveSession(row: UnfinishedSession, deps: RestoreDeps): Promise<LiveSession | null> {
  const [offerer, answerer] = row.members;
  const first = offerer && (await toMember(offerer, 'offerer', { ...deps, startedAt: row.startedAt }));
  const second = answerer && (await toMember(answerer, 'answerer', { ...deps, startedAt: row.startedAt }));
  if (!first || !second) return null;
  const { id, mode, startedAt } = row;
  return { id, mode, startedAt, isAnnounced: true, members: [first, second] };
}

async function toMember(
  { userId, deviceId }: UnfinishedSession['members'][number],
  role: Member['role'],
  { loadLearner, now, startedAt }: Pick<RestoreDeps, 'loadLearner' | 'now'> & { startedAt: number },
): Promise<Member | null> {
  const learner = userId === null || deviceId === null ? null : await loadLearner(userId);
  if (userId === null || deviceId === null || learner === null) return null;
  return {
    userId,
    deviceId,
    role,
    card: learner.card,
    hideIp: learner.hideIp,
    // Whether they ever heard each other died with the server; if not, they will hang up.
    hasAnswered: true,
    connectedAt: startedAt,
    path: null,
    awaySince: now,
    ticket: null,
  };
}
