import { useLayoutEffect, useRef } from 'preact/hooks';
import { useLocation } from 'preact-iso/router';
import { addressStep, isAtTalk } from './addressStep.ts';
import type { Screen } from './Screen.ts';

/**
 * Keeps the address bar in step with the screen.
 * @param leave called when Back was pressed on a screen that comes from what happens
 * @param onAtTalk told whether the address is still the talk's, each time that screen or address change
 */
export function useAddress(
  screen: Screen['name'],
  leave: () => void,
  onAtTalk: (isThere: boolean) => void,
): void {
  const { path, route } = useLocation();
  const verbs = useRef({ route, leave, onAtTalk });
  verbs.current = { route, leave, onAtTalk };
  const before = useRef<{ screen: Screen['name']; path: string } | null>(null);
  useLayoutEffect(() => {
    const now = { screen, path };
    const hasPushed = (history.state as { isTalk?: boolean } | null)?.isTalk === true;
    const step = addressStep(before.current, now, hasPushed);
    before.current = now;
    verbs.current.onAtTalk(isAtTalk(now));
    switch (step.do) {
      case 'nothing':
        return;
      case 'push':
        verbs.current.route(step.path);
        // The router has pushed its own entry; the mark on it tells later that it is ours to take back.
        queueMicrotask(() => history.replaceState({ isTalk: true }, ''));
        return;
      case 'replace':
        verbs.current.route(step.path, true);
        return;
      case 'pop':
        history.back();
        return;
      case 'leave_screen':
        verbs.current.leave();
    }
  }, [screen, path]);
}
