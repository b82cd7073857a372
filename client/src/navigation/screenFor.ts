import type { Me } from '@suhbatdosh/server/contract';
import type { CallState } from '../call/CallStore.ts';
import type { QueueState } from '../queue/QueueStore.ts';
import type { Screen } from './Screen.ts';

interface Where {
  /** Without query and trailing slash. */
  path: string;
  /** undefined: not known yet. */
  me: Me | null | undefined;
  queue: QueueState;
  call: CallState;
}

/**
 * The one place that decides what is seen. What happens (a call, the queue) wins over the address:
 * a link or Back never hides a running call. Of the two, a call wins over the queue.
 */
export function screenFor({ path, me, queue, call }: Where): Screen {
  if (me === undefined || me === null) return screenForStranger(path, me === undefined);
  return screenForCall(call, queue) ?? screenForQueue(queue) ?? screenForPath(path);
}

function screenForStranger(path: string, isUnknownYet: boolean): Screen {
  switch (path) {
    case '/':
      return { name: 'welcome' };
    case '/register':
      return { name: 'register' };
    case '/login':
      return { name: 'login' };
    case '/talk':
    case '/people':
    case '/history':
    case '/profile':
    case '/profile/edit':
    case '/profile/password':
    case '/profile/blocked':
    case '/check':
      // Somebody followed a link from inside: after the login this same address shows it.
      return { name: isUnknownYet ? 'loading' : 'login' };
    default:
      return { name: 'not_found' };
  }
}

function screenForCall(call: CallState, queue: QueueState): Screen | null {
  switch (call.phase) {
    case 'none':
      return null;
    case 'connecting':
    case 'talking':
    case 'reconnecting':
      return { name: 'call', call };
    case 'ended': {
      const goesOnSearching = call.requeued && (queue.phase === 'waiting' || queue.phase === 'joining');
      return goesOnSearching
        ? { name: 'waiting', search: queue, unconnected: call }
        : { name: 'after', ended: call };
    }
  }
}

function screenForQueue(queue: QueueState): Screen | null {
  switch (queue.phase) {
    case 'idle':
      return null;
    case 'asking_microphone':
    case 'joining':
    case 'waiting':
      return { name: 'waiting', search: queue, unconnected: null };
    case 'no_microphone':
      return { name: 'no_microphone', trouble: queue };
    case 'lost':
    case 'refused':
      return { name: 'queue_trouble', trouble: queue };
  }
}

function screenForPath(path: string): Screen {
  switch (path) {
    // Nobody is talking any more, or is logged in already: home.
    case '/':
    case '/talk':
    case '/login':
    case '/register':
      return { name: 'home' };
    case '/people':
      return { name: 'people' };
    case '/history':
      return { name: 'history' };
    case '/profile':
      return { name: 'profile' };
    case '/profile/edit':
      return { name: 'edit_profile' };
    case '/profile/password':
      return { name: 'change_password' };
    case '/profile/blocked':
      return { name: 'blocked_people' };
    case '/check':
      return { name: 'check' };
    default:
      return { name: 'not_found' };
  }
}
