import type { EndReason, ServerEvent } from '../contract/index.ts';
import { WAITS } from '../contract/limits.ts';
import type { Ticket } from '../matching/Ticket.ts';
import { bothConnectedAt, sidesOf, type LiveSession, type Member } from './LiveSession.ts';

/** What happens to a session. `userId`: whose side; events of people who are not in it change nothing. */
export type SessionEvent =
  | { type: 'answered'; userId: string }
  | { type: 'connected'; userId: string; path: 'direct' | 'relay' }
  | { type: 'device_away'; userId: string; deviceId: string }
  | { type: 'device_back'; userId: string; deviceId: string }
  /** The user goes on at this device, which is here. */
  | { type: 'taken_over'; userId: string; deviceId: string }
  | { type: 'left'; userId: string }
  | { type: 'blocked'; userId: string }
  | { type: 'moderated'; userId: string }
  /** The two have been told. */
  | { type: 'announced' }
  /** Time has passed; says nothing itself. */
  | { type: 'time' };

export type SessionEffect =
  | { type: 'tell'; userId: string; deviceId: string; event: ServerEvent }
  /** The two are to be told of the session; they may have been already. */
  | { type: 'announce'; session: LiveSession }
  | { type: 'requeue'; ticket: Ticket }
  /** One of the two has another device now. */
  | { type: 'moved'; session: LiveSession }
  /** It is over; the last of its effects. */
  | {
      type: 'ended';
      session: LiveSession;
      reason: EndReason;
      endedBy: string | null;
      endedAt: number;
      talkMs: number;
    };

/** A session that its maker has not announced by then is announced by whoever notices. */
const ANNOUNCE_MS = 1_500;

export interface Transition {
  /** null: it is over. */
  session: LiveSession | null;
  effects: readonly SessionEffect[];
}

/** Pure: the whole life of a session after the match. `now` in milliseconds since 1970. */
export function transition(session: LiveSession, event: SessionEvent, now: number): Transition {
  switch (event.type) {
    case 'answered':
      return { session: changeSide(session, event.userId, { hasAnswered: true }), effects: [] };
    case 'announced':
      return { session: { ...session, isAnnounced: true }, effects: [] };
    case 'connected':
      return connected(session, event, now);
    case 'device_away':
    case 'device_back':
      return deviceMoved(session, event, now);
    case 'taken_over':
      return takenOver(session, event);
    case 'left':
      return end(session, now, {
        reason: 'left',
        endedBy: event.userId,
        told: (member) => (member.userId === event.userId ? 'left' : 'partner_left'),
      });
    case 'blocked':
    case 'moderated':
      return end(session, now, { reason: event.type, endedBy: event.userId, told: () => event.type });
    case 'time':
      return timePassed(session, now);
    default:
      return assertNever(event);
  }
}

/** When `time` will next change this session, milliseconds since 1970; Infinity: not by itself. */
export function nextDeadline(session: LiveSession): number {
  const deadlines = session.members.flatMap((member) =>
    member.awaySince === null ? [] : [member.awaySince + WAITS.sessionAwayMs],
  );
  if (session.members.some((member) => !member.hasAnswered)) {
    deadlines.push(session.startedAt + WAITS.answerMs);
  }
  if (!session.isAnnounced) deadlines.push(session.startedAt + ANNOUNCE_MS);
  if (bothConnectedAt(session) === null) deadlines.push(session.startedAt + WAITS.connectMs);
  return Math.min(Infinity, ...deadlines);
}

function connected(
  session: LiveSession,
  event: Extract<SessionEvent, { type: 'connected' }>,
  now: number,
): Transition {
  const sides = sidesOf(session, event.userId);
  if (!sides) return { session, effects: [] };
  const changed = changeSide(session, event.userId, {
    hasAnswered: true,
    connectedAt: sides.own.connectedAt ?? now,
    path: event.path,
  });
  const isNews = sides.own.connectedAt === null || sides.own.path !== event.path;
  return { session: changed, effects: isNews ? [tellState(session, sides.partner, 'connected')] : [] };
}

function deviceMoved(
  session: LiveSession,
  event: Extract<SessionEvent, { type: 'device_away' | 'device_back' }>,
  now: number,
): Transition {
  const sides = sidesOf(session, event.userId);
  const isAway = event.type === 'device_away';
  if (!sides || sides.own.deviceId !== event.deviceId || (sides.own.awaySince !== null) === isAway) {
    return { session, effects: [] };
  }
  const changed = changeSide(session, event.userId, { awaySince: isAway ? now : null });
  return {
    session: changed,
    effects: [tellState(session, sides.partner, isAway ? 'reconnecting' : 'connected')],
  };
}

/** The partner is told nothing but the offer of the new device, unless he was told that somebody is missing. */
function takenOver(
  session: LiveSession,
  { userId, deviceId }: Extract<SessionEvent, { type: 'taken_over' }>,
): Transition {
  const sides = sidesOf(session, userId);
  if (!sides || sides.own.deviceId === deviceId) return { session, effects: [] };
  const { own, partner } = sides;
  const moved = changeSide(session, userId, { deviceId, awaySince: null });
  const effects: SessionEffect[] = [
    {
      type: 'tell',
      userId,
      deviceId: own.deviceId,
      event: { type: 'taken_elsewhere', deviceId },
    },
    { type: 'moved', session: moved },
  ];
  if (own.awaySince !== null) effects.push(tellState(session, partner, 'connected'));
  return { session: moved, effects };
}

function timePassed(session: LiveSession, now: number): Transition {
  const isLost = session.members.some(
    (member) => member.awaySince !== null && now >= member.awaySince + WAITS.sessionAwayMs,
  );
  if (isLost) return end(session, now, { reason: 'partner_lost', endedBy: null, told: () => 'partner_lost' });
  const isUnanswered =
    session.members.some((member) => !member.hasAnswered) && now >= session.startedAt + WAITS.answerMs;
  const isUnheard = bothConnectedAt(session) === null && now >= session.startedAt + WAITS.connectMs;
  if (!isUnanswered && !isUnheard) return announceLate(session, now);
  return end(session, now, { reason: 'connect_failed', endedBy: null, told: () => 'connect_failed' });
}

function announceLate(session: LiveSession, now: number): Transition {
  if (session.isAnnounced || now < session.startedAt + ANNOUNCE_MS) return { session, effects: [] };
  const announced = { ...session, isAnnounced: true };
  return { session: announced, effects: [{ type: 'announce', session: announced }] };
}

interface Ending {
  /** As it is stored, from nobody's side. */
  reason: EndReason;
  endedBy: string | null;
  told: (member: Member) => EndReason;
}

function end(session: LiveSession, now: number, ending: Ending): Transition {
  if (ending.endedBy !== null && !sidesOf(session, ending.endedBy)) return { session, effects: [] };
  const talkedFrom = bothConnectedAt(session);
  // Waiting for somebody who never came back is not talking.
  const talkedUntil = ending.reason === 'partner_lost' ? firstAway(session, now) : now;
  const effects: SessionEffect[] = [];
  // Its maker died over telling them: one side knows of it, or it could not have ended. The other must not hear of an
  // end without a beginning.
  if (!session.isAnnounced) effects.push({ type: 'announce', session });
  for (const member of session.members) {
    const ticket = ending.reason === 'connect_failed' ? ticketBack(member, now) : null;
    effects.push({
      type: 'tell',
      userId: member.userId,
      deviceId: member.deviceId,
      event: {
        type: 'session_ended',
        sessionId: session.id,
        reason: ending.told(member),
        requeued: ticket !== null,
      },
    });
    if (ticket) effects.push({ type: 'requeue', ticket });
  }
  effects.push({
    type: 'ended',
    session,
    reason: ending.reason,
    endedBy: ending.endedBy,
    endedAt: now,
    talkMs: talkedFrom === null ? 0 : Math.max(0, talkedUntil - talkedFrom),
  });
  return { session: null, effects };
}

function firstAway(session: LiveSession, now: number): number {
  return Math.min(now, ...session.members.map((member) => member.awaySince ?? now));
}

/** Failing again and again is rarely the partners' fault: then the place is kept, but others come first. */
const FAILURES_IN_FRONT = 2;

/** Whoever was there for a match that failed keeps the old place, ahead of others. */
function ticketBack(member: Member, now: number): Ticket | null {
  if (!member.hasAnswered || member.awaySince !== null || member.ticket === null) return null;
  const failures = member.ticket.failures + 1;
  const isFront = failures <= FAILURES_IN_FRONT;
  return { ...member.ticket, deviceId: member.deviceId, failures, failedAt: now, isFront, awaySince: null };
}

function changeSide(session: LiveSession, userId: string, fields: Partial<Member>): LiveSession {
  const [first, second] = session.members;
  if (first.userId === userId) return { ...session, members: [{ ...first, ...fields }, second] };
  if (second.userId === userId) return { ...session, members: [first, { ...second, ...fields }] };
  return session;
}

function tellState(
  session: LiveSession,
  to: Member,
  state: Extract<ServerEvent, { type: 'partner_state' }>['state'],
): SessionEffect {
  return {
    type: 'tell',
    userId: to.userId,
    deviceId: to.deviceId,
    event: { type: 'partner_state', sessionId: session.id, state },
  };
}

function assertNever(event: never): never {
  throw new Error(`no such event: ${JSON.stringify(event)}`);
}
