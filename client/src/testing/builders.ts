import type { Me, PastSession, PublicProfile, QueueStatus } from '@suhbatdosh/server/contract';
import type { EndedCall, LiveCall } from '../navigation/Screen.ts';
import type { NotificationState } from '../pwa/NotificationStore.ts';

export function aPartner(change: Partial<PublicProfile> = {}): PublicProfile {
  return {
    id: '0197a000-0000-7000-8000-000000000002',
    username: 'dilnoza',
    displayName: 'Dilnoza',
    currentBand: 6,
    targetBand: 7,
    bio: null,
    presence: 'in_session',
    lastSeenAt: null,
    memberSince: '2026-10-02T08:00:00.000Z',
    ...change,
  };
}

export function aMe(change: Partial<Me> = {}): Me {
  return {
    ...aPartner(),
    id: '0197a000-0000-7000-8000-000000000001',
    username: 'madina_07',
    displayName: 'Madina',
    currentBand: 5.5,
    presence: 'online',
    email: null,
    birthYear: 2008,
    gender: 'female',
    partnerGender: 'any',
    locale: 'uz',
    hideIp: false,
    role: 'learner',
    ...change,
  };
}

export function aStatus(change: Partial<QueueStatus> = {}): QueueStatus {
  return {
    state: 'idle',
    mode: null,
    joinedAt: null,
    tolerance: null,
    nextRoundAt: '2026-11-22T09:00:20.000Z',
    roundMs: 20_000,
    waiting: { roulette: 4, level: 2 },
    online: 18,
    estimatedWaitMs: 40_000,
    sessionId: null,
    ...change,
  };
}

/** Turned on, with the usual night. */
export function notificationsOn(
  change: Partial<Extract<NotificationState, { phase: 'on' }>['preferences']> = {},
): Extract<NotificationState, { phase: 'on' }> {
  const night = { quietFrom: '22:00', quietTo: '08:00', timeZone: 'Asia/Tashkent' };
  return {
    phase: 'on',
    preferences: { partnerWaiting: true, ...night, ...change },
    isSaving: false,
    trouble: null,
  };
}

/** @param sinceMs device time at which the call reached this phase */
export function aTalk(phase: LiveCall['phase'], sinceMs = 0): LiveCall {
  const about = { sessionId: 's1', partner: aPartner(), mode: 'roulette' } as const;
  switch (phase) {
    case 'connecting':
      return { ...about, phase, sinceMs };
    case 'talking':
      return { ...about, phase, talkingSinceMs: sinceMs };
    case 'reconnecting':
      return { ...about, phase, talkingSinceMs: sinceMs, giveUpAtMs: sinceMs + 45_000, who: 'unknown' };
  }
}

export function anEndedCall(change: Partial<EndedCall> = {}): EndedCall {
  return {
    phase: 'ended',
    sessionId: 's1',
    partner: aPartner(),
    mode: 'roulette',
    reason: 'left',
    requeued: false,
    talkMs: 767_000,
    ...change,
  };
}

/** A talk of 12 minutes with Dilnoza that nothing was said of. */
export function aPastTalk(change: Partial<PastSession> = {}): PastSession {
  return {
    id: 's1',
    mode: 'roulette',
    partner: aPartner({ presence: 'online' }),
    startedAt: '2026-11-22T08:00:00.000Z',
    endedAt: '2026-11-22T08:12:00.000Z',
    talkMs: 720_000,
    endReason: 'left',
    rating: null,
    again: 'none',
    ...change,
  };
}
