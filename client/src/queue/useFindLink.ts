import type { Mode } from '@suhbatdosh/server/contract';
import { useEffect, useRef } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { useStores } from '../StoresContext.ts';
import { isMicrophoneGranted } from './isMicrophoneGranted.ts';

/**
 * `/?find=level` and `/?find=roulette`, from a notification or a shortcut: chooses this way of searching, and searches at
 * once if the browser has no question to ask first. Otherwise the button is one tap away, and the question comes
 * out of that tap.
 */
export function useFindLink(choose: (mode: Mode) => void): void {
  const { queue } = useStores();
  const { query, route } = useLocation();
  const wanted = query['find'];
  const newest = { choose, route, queue };
  const verbs = useRef(newest);
  verbs.current = newest;
  useEffect(() => {
    if (wanted !== 'level' && wanted !== 'roulette') return;
    const now = verbs.current;
    now.choose(wanted);
    // Once: coming back to this address, or loading it again, is no new wish.
    now.route('/', true);
    void isMicrophoneGranted().then((isGranted) => {
      if (isGranted && now.queue.state.peek().phase === 'idle') void now.queue.find(wanted);
    });
  }, [wanted]);
}
