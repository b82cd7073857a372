import type { SessionRole, SessionView } from '../contract/index.ts';
import type { Ticket } from '../matching/Ticket.ts';
import type { ProfileCard } from '../profiles/Learner.ts';

/** One of the two who talk. */
export interface Member {
  userId: string;
  /** The device that has the call. */
  deviceId: string;
  role: SessionRole;
  card: ProfileCard;
  hideIp: boolean;
  /** Whether this side has sent anything for the match: a signal, or that it hears. */
  hasAnswered: boolean;
  /** When this side first heard the other, milliseconds since 1970; null: not yet. */
  connectedAt: number | null;
  /** As this side last reported it; null: not yet. */
  path: 'direct' | 'relay' | null;
  /** Since when the device has no open stream; null: it is here. */
  awaySince: number | null;
  /** Goes back to the queue when the match fails; null: not from the queue (an invitation). */
  ticket: Ticket | null;
}

/** Two learners in a speaking session, until it ends. What was said in the chat is kept beside it. */
export interface LiveSession {
  id: string;
  mode: SessionView['mode'];
  /** Whether the two have been told; a server may die in between. */
  isAnnounced: boolean;
  /** When they were matched, milliseconds since 1970. */
  startedAt: number;
  /** The offerer first. */
  members: readonly [Member, Member];
}

/** The side of this user and the other one; null when he is not in it. */
export function sidesOf(session: LiveSession, userId: string): { own: Member; partner: Member } | null {
  const [first, second] = session.members;
  if (first.userId === userId) return { own: first, partner: second };
  return second.userId === userId ? { own: second, partner: first } : null;
}

/** When both could first hear each other, milliseconds since 1970; null: they have not yet. */
export function bothConnectedAt(session: LiveSession): number | null {
  const [first, second] = session.members;
  if (first.connectedAt === null || second.connectedAt === null) return null;
  return Math.max(first.connectedAt, second.connectedAt);
}

export function stateOf(session: LiveSession): SessionView['state'] {
  if (bothConnectedAt(session) === null) return 'connecting';
  return session.members.some((member) => member.awaySince !== null) ? 'reconnecting' : 'active';
}
