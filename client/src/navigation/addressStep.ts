import type { Screen } from './Screen.ts';

/** Where the address bar stood and what was seen. */
interface Place {
  screen: Screen['name'];
  path: string;
}

/** What has to be done so that the address and the screen agree. */
export type AddressStep =
  | { do: 'nothing' }
  | { do: 'push' | 'replace'; path: string }
  /** Take back the entry that we pushed for the talk. */
  | { do: 'pop' }
  /** The person pressed Back (or typed another address) on a screen that is not an address. */
  | { do: 'leave_screen' };

const TALK = '/talk';
/** Screens that come from what happens, not from an address; all of them are at /talk. */
const TALKING: readonly Screen['name'][] = ['waiting', 'no_microphone', 'queue_trouble', 'call', 'after'];

/**
 * Searching and talking have one address of their own, so that Back has somewhere to go back to:
 * it leaves the search, never a call.
 * @param before null: the app has just started
 * @param hasPushed whether the current history entry is one that `push` made
 */
export function addressStep(before: Place | null, now: Place, hasPushed: boolean): AddressStep {
  const isTalking = TALKING.includes(now.screen);
  if (isTalking) {
    if (now.path === TALK) return { do: 'nothing' };
    const hasGoneBack = before !== null && before.path === TALK && TALKING.includes(before.screen);
    if (!hasGoneBack) return { do: 'push', path: TALK };
    return now.screen === 'call' ? { do: 'push', path: TALK } : { do: 'leave_screen' };
  }
  if (now.screen === 'home' && now.path !== '/') {
    return now.path === TALK && hasPushed ? { do: 'pop' } : { do: 'replace', path: '/' };
  }
  return { do: 'nothing' };
}

/**
 * Whether the address bar is still the talk's. On home it is so until the step above is done, and a reload in
 * between would be lost: going back in the history cancels it.
 */
export function isAtTalk({ screen, path }: Place): boolean {
  return path === TALK && (TALKING.includes(screen) || screen === 'home');
}
