import type { ProfileCard, Learner } from '../profiles/Learner.ts';
import type { Ticket } from '../matching/Ticket.ts';
import type { LiveSession, Member } from '../sessions/LiveSession.ts';

/** Builders for tests: a valid thing, with what the test is about laid over it. */

let lastNumber = 0;

/** A UUID that tells one builder's product from the next. */
export function anId(): string {
  return `00000000-0000-7000-8000-${(++lastNumber).toString(16).padStart(12, '0')}`;
}

export function aCard(fields: Partial<ProfileCard> = {}): ProfileCard {
  return {
    id: anId(),
    username: 'madina',
    displayName: 'Madina',
    currentBand: 6,
    targetBand: 7,
    bio: null,
    memberSince: '2026-01-01T00:00:00.000Z',
    ...fields,
  };
}

export function aLearner(fields: Partial<Learner> = {}): Learner {
  return {
    card: aCard(),
    birthYear: 2000,
    gender: null,
    partnerGender: 'any',
    hideIp: false,
    blocked: [],
    recent: [],
    ...fields,
  };
}

export function aTicket(fields: Partial<Ticket> = {}): Ticket {
  const userId = fields.userId ?? anId();
  return {
    id: anId(),
    userId,
    deviceId: `device-of-${userId}`,
    mode: 'level',
    tolerance: 0.5,
    joinedAt: 0,
    isFront: false,
    failures: 0,
    failedAt: null,
    awaySince: null,
    prepares: false,
    learner: aLearner({ card: aCard({ id: userId }) }),
    ...fields,
  };
}

export function aMember(fields: Partial<Member> = {}): Member {
  const ticket = aTicket();
  return {
    userId: ticket.userId,
    deviceId: ticket.deviceId,
    role: 'offerer',
    card: ticket.learner.card,
    hideIp: false,
    hasAnswered: false,
    connectedAt: null,
    path: null,
    awaySince: null,
    ticket,
    ...fields,
  };
}

export function aSession(fields: Partial<LiveSession> = {}): LiveSession {
  return {
    id: anId(),
    mode: 'level',
    isAnnounced: true,
    startedAt: 0,
    members: [aMember({ role: 'offerer' }), aMember({ role: 'answerer' })],
    ...fields,
  };
}
