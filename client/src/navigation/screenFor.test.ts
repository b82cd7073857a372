import { describe, expect, test } from 'vitest';
import { aMe, anEndedCall, aTalk } from '../testing/builders.ts';
import { screenFor } from './screenFor.ts';

const IDLE = { phase: 'idle' } as const;
const NONE = { phase: 'none' } as const;
const WAITING = { phase: 'waiting', mode: 'roulette', joinedAtMs: 0, tolerance: 0.5 } as const;

const nameAt = (path: string, me: ReturnType<typeof aMe> | null | undefined): string =>
  screenFor({ path, me, queue: IDLE, call: NONE }).name;

describe('addresses', () => {
  test('a stranger sees the welcome, the forms, and the login before anything else', () => {
    const addresses = ['/', '/register', '/login', '/profile', '/history', '/talk', '/nowhere'];
    expect(addresses.map((path) => nameAt(path, null))).toEqual([
      'welcome',
      'register',
      'login',
      'login',
      'login',
      'login',
      'not_found',
    ]);
  });

  test('while it is not known who this is, the welcome is shown but no login is asked for', () => {
    expect(['/', '/login', '/profile', '/talk'].map((path) => nameAt(path, undefined))).toEqual([
      'welcome',
      'login',
      'loading',
      'loading',
    ]);
  });

  test('a learner sees what the address says, and home where it says nothing for a learner', () => {
    const addresses = [
      '/',
      '/login',
      '/register',
      '/talk',
      '/people',
      '/history',
      '/profile',
      '/profile/edit',
      '/profile/password',
      '/profile/blocked',
    ];
    expect(addresses.map((path) => nameAt(path, aMe()))).toEqual([
      'home',
      'home',
      'home',
      'home',
      'people',
      'history',
      'profile',
      'edit_profile',
      'change_password',
      'blocked_people',
    ]);
    expect(nameAt('/nowhere', aMe())).toBe('not_found');
  });
});

describe('what happens wins over the address', () => {
  const at = (
    queue: Parameters<typeof screenFor>[0]['queue'],
    call: Parameters<typeof screenFor>[0]['call'],
  ) => screenFor({ path: '/profile', me: aMe(), queue, call });

  test('the search is seen from the first tap, whatever stands in its way', () => {
    const refusal = { code: 'OFFLINE', fields: [], retryAfterMs: null, requestId: null } as const;
    expect(at({ phase: 'asking_microphone', mode: 'level' }, NONE).name).toBe('waiting');
    expect(at({ phase: 'joining', mode: 'level' }, NONE).name).toBe('waiting');
    expect(at(WAITING, NONE)).toEqual({ name: 'waiting', search: WAITING, unconnected: null });
    expect(at({ phase: 'no_microphone', mode: 'level', why: 'busy' }, NONE).name).toBe('no_microphone');
    expect(at({ phase: 'lost', mode: 'level', why: 'expired' }, NONE).name).toBe('queue_trouble');
    expect(at({ phase: 'refused', mode: 'level', refusal }, NONE).name).toBe('queue_trouble');
  });

  test('a call is seen in all its phases, even while the queue has not noticed the match', () => {
    for (const phase of ['connecting', 'talking', 'reconnecting'] as const) {
      expect(at(WAITING, aTalk(phase)).name).toBe('call');
    }
  });

  test('a call that ended is shown until it is dismissed', () => {
    const ended = anEndedCall({ reason: 'partner_left' });
    expect(at(IDLE, ended)).toEqual({ name: 'after', ended });
  });

  test('who was put back into the queue goes on waiting, and hears why', () => {
    const ended = anEndedCall({ reason: 'connect_failed', requeued: true, talkMs: 0 });
    expect(at(WAITING, ended)).toEqual({ name: 'waiting', search: WAITING, unconnected: ended });
    const joining = { phase: 'joining', mode: 'roulette' } as const;
    expect(at(joining, ended)).toEqual({ name: 'waiting', search: joining, unconnected: ended });
    expect(at(IDLE, ended)).toEqual({ name: 'after', ended });
  });

  test('who is logged out sees no call of somebody else', () => {
    expect(screenFor({ path: '/', me: null, queue: WAITING, call: aTalk('talking') }).name).toBe('welcome');
  });
});
