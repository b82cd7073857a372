import type { SessionView } from '@suhbatdosh/server/contract';
import { aProfile } from '../account/aMe.ts';

/** For tests: a session that has just been made, seen from its offerer. */
export function aSessionView(change: Partial<SessionView> = {}): SessionView {
  return {
    id: '00000000-0000-7000-8000-00000000000a',
    mode: 'roulette',
    role: 'offerer',
    partner: aProfile(),
    startedAt: '2026-01-01T00:00:00.000Z',
    state: 'connecting',
    iceServers: [{ urls: ['stun:localhost'] }],
    iceTransportPolicy: 'all',
    messages: [],
    ...change,
  };
}
