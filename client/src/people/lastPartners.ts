import type { PastSession, PublicProfile } from '@suhbatdosh/server/contract';

interface LastTalk {
  partner: PublicProfile;
  session: PastSession;
}

/** With whom one really talked last, each person once. @param items newest first */
export function lastPartners(items: readonly PastSession[], keptAway: ReadonlySet<string>): LastTalk[] {
  const found = new Map<string, LastTalk>();
  for (const session of items) {
    const { partner, talkMs } = session;
    if (partner === null || talkMs === 0 || found.has(partner.id) || keptAway.has(partner.id)) continue;
    found.set(partner.id, { partner, session });
  }
  return [...found.values()];
}
