import type { LiveSession, Member } from './LiveSession.ts';

/**
 * A session as it goes on after its store has lost it. Of the side that is elsewhere it was perhaps not known that it
 * hears, and a talk must not be ended for that: if the two never heard each other, they will hang up. Who is not here
 * has the usual time to come back.
 * @param now milliseconds since 1970
 */
export function toRestored(
  session: LiveSession,
  now: number,
  isHere: (userId: string, deviceId: string) => boolean,
): LiveSession {
  const [first, second] = session.members;
  const restored = (member: Member): Member => ({
    ...member,
    hasAnswered: true,
    connectedAt: member.connectedAt ?? session.startedAt,
    awaySince: isHere(member.userId, member.deviceId) ? null : now,
  });
  return { ...session, isAnnounced: true, members: [restored(first), restored(second)] };
}
