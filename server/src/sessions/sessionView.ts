import type { ChatMessage, SessionView } from '../contract/index.ts';
import { icePolicyFor, iceServersFor, type IceSettings } from '../turn/iceServers.ts';
import { sidesOf, stateOf, type LiveSession } from './LiveSession.ts';

interface ViewOptions {
  messages: ChatMessage[];
  ice: IceSettings;
  /** Milliseconds since 1970. */
  now: number;
}

/** UTF-16 units of chat that a view carries at most; older messages are left out. */
const VIEW_TEXT = 32 * 1024;

function lastMessages(messages: readonly ChatMessage[]): ChatMessage[] {
  let length = 0;
  const first = messages.findLastIndex((message) => (length += message.text.length) > VIEW_TEXT);
  return messages.slice(first + 1);
}

/** A session as one of the two sees it; null when this user is not in it. */
export function toSessionView(
  session: LiveSession,
  userId: string,
  options: ViewOptions,
): SessionView | null {
  const sides = sidesOf(session, userId);
  if (!sides) return null;
  const { own, partner } = sides;
  return {
    id: session.id,
    mode: session.mode,
    role: own.role,
    partner: { ...partner.card, presence: 'in_session', lastSeenAt: null },
    startedAt: new Date(session.startedAt).toISOString(),
    state: stateOf(session),
    iceServers: iceServersFor(userId, options.ice, options.now).iceServers,
    iceTransportPolicy: icePolicyFor(options.ice, [own.hideIp, partner.hideIp]),
    messages: lastMessages(options.messages),
  };
}
