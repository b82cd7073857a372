import { effect, untracked } from '@preact/signals';
import type { SoundStore } from '../sound/SoundStore.ts';
import type { CallStore } from './CallStore.ts';
import type { MediaControls } from './createMediaSession.ts';

interface FollowOptions {
  call: Pick<CallStore, 'state' | 'isMuted'>;
  sound: Pick<SoundStore, 'refresh'>;
  mediaSession: MediaControls;
  ring: () => void;
}

/** What the phone around the app does when a call comes and goes: rings, shows it, lists what can be plugged in. */
export function followCall({ call, sound, mediaSession, ring }: FollowOptions): void {
  let before = call.state.peek().phase;
  effect(() => {
    const { phase } = call.state.value;
    const isNew = phase === 'connecting' && (before === 'none' || before === 'ended');
    before = phase;
    untracked(() => {
      if (isNew) ring();
      // The microphone is allowed by now, so names are told.
      if (isNew) void sound.refresh();
    });
  });
  effect(() => {
    const state = call.state.value;
    const isLive = state.phase !== 'none' && state.phase !== 'ended';
    mediaSession.show(isLive ? { title: state.partner.displayName, isMuted: call.isMuted.value } : null);
  });
}
