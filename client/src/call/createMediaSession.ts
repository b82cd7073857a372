/** What the lock screen, a headset's button or the system's call bar show of a call, and do. */
export interface MediaControls {
  /** Null: no call. */
  show(call: { title: string; isMuted: boolean } | null): void;
}

interface MediaControlOptions {
  /** Null where the browser has none. */
  session: MediaSession | null;
  hangUp: () => void;
  toggleMute: () => void;
}

/** Parts of the API that TypeScript or some browsers do not know (w3c.github.io/mediasession). */
type CallSession = MediaSession & {
  setMicrophoneActive?: (isActive: boolean) => unknown;
};
type Action = MediaSessionAction | 'hangup' | 'togglemicrophone';

export function createMediaSession({ session, hangUp, toggleMute }: MediaControlOptions): MediaControls {
  let isShown = false;

  const handle = (action: Action, handler: (() => void) | null): void => {
    try {
      session?.setActionHandler(action as MediaSessionAction, handler);
    } catch {
      // A browser refuses actions that it does not know; the others still work.
    }
  };

  const tellMicrophone = (isActive: boolean): void => {
    try {
      const told = (session as CallSession | null)?.setMicrophoneActive?.(isActive);
      if (told instanceof Promise) told.catch(() => {});
    } catch {
      // Only decoration: the page's own button is what counts.
    }
  };

  const describe = (title: string | null): void => {
    if (session === null) return;
    try {
      session.metadata = title === null ? null : new MediaMetadata({ title, artist: 'Suhbatdosh' });
      session.playbackState = title === null ? 'none' : 'playing';
    } catch {
      // Without it the system shows the page's own title.
    }
  };

  return {
    show(call) {
      if (call === null && !isShown) return;
      if (isShown !== (call !== null)) {
        handle('hangup', call === null ? null : hangUp);
        handle('togglemicrophone', call === null ? null : toggleMute);
      }
      isShown = call !== null;
      describe(call?.title ?? null);
      tellMicrophone(call !== null && !call.isMuted);
    },
  };
}
