import type { Me, PublicProfile } from '@suhbatdosh/server/contract';

/** For tests: another learner as everybody sees her. */
export function aProfile(change: Partial<PublicProfile> = {}): PublicProfile {
  return {
    id: '00000000-0000-7000-8000-000000000002',
    username: 'partner',
    displayName: 'Partner',
    currentBand: 6,
    targetBand: 7,
    bio: null,
    presence: 'online',
    lastSeenAt: null,
    memberSince: '2025-12-01T00:00:00.000Z',
    ...change,
  };
}

/** For tests: the learner who holds the phone. */
export function aMe(change: Partial<Me> = {}): Me {
  return {
    ...aProfile({ id: '00000000-0000-7000-8000-000000000001', username: 'learner' }),
    email: null,
    birthYear: 2004,
    gender: null,
    partnerGender: 'any',
    locale: 'uz',
    hideIp: false,
    role: 'learner',
    ...change,
  };
}
