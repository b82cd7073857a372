import { effect, untracked } from '@preact/signals';
import type { CallStore } from './CallStore.ts';
import type { MediaControls } from './createMediaSession.ts';

interface FollowOptions {
  call: Pick<CallStore, 'state' | 'isMuted'>;
  mediaSession: MediaControls;
  ring: () => void;
}

/** What the phone around the app does when a call comes and goes: rings, and shows it. */
export function followCall({ call, mediaSession, ring }: FollowOptions): void {
  let before = call.state.peek().phase;
  effect(() => {
    const { phase } = call.state.value;
    const isNew = phase === 'connecting' && (before === 'none' || before === 'ended');
    before = phase;
    if (isNew) untracked(ring);
  });
  effect(() => {
    const state = call.state.value;
    const isLive = state.phase !== 'none' && state.phase !== 'ended';
    mediaSession.show(isLive ? { title: state.partner.displayName, isMuted: call.isMuted.value } : null);
  });
}
