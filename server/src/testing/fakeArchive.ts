import type { SessionArchive } from '../sessions/SessionArchive.ts';

/** What the archive was told, as words; it can be taken away. */
export function createFakeArchive() {
  const rows: string[] = [];
  const members = new Map<string, string[]>();
  let isAway = false;
  const away = new Error('database away');
  const write = async (row: string): Promise<void> => {
    if (isAway) throw away;
    rows.push(row);
  };
  const archive: SessionArchive = {
    async begun(session) {
      await write(`begun ${session.id}`);
      members.set(
        session.id,
        session.members.map((member) => member.userId),
      );
    },
    ended: ({ session, reason, talkMs }) => write(`ended ${session.id} ${reason} ${talkMs}`),
    moved: ({ id, members }) => write(`moved ${id} ${members.map(({ deviceId }) => deviceId).join(' ')}`),
    wrote: (message) => write(`wrote ${message.text}`),
    messages: async () => [],
    unfinished: async () => [],
    closed: async () => {},
    forgetChat: async () => {},
    async wasMember(sessionId, userId) {
      return members.get(sessionId)?.includes(userId) ?? false;
    },
  };
  return { archive, rows, away, setAway: (value: boolean) => void (isAway = value) };
}
