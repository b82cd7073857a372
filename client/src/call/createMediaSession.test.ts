import { afterEach, expect, test, vi } from 'vitest';
import { createMediaSession } from './createMediaSession.ts';

afterEach(() => vi.unstubAllGlobals());

function setUp(refuses: readonly string[] = []) {
  vi.stubGlobal(
    'MediaMetadata',
    class {
      title: string;
      constructor(init: { title: string }) {
        if (refuses.includes('metadata')) throw new TypeError('refused');
        this.title = init.title;
      }
    },
  );
  const handlers = new Map<string, (() => void) | null>();
  const microphone: boolean[] = [];
  const done: string[] = [];
  const session = {
    metadata: null as { title: string } | null,
    playbackState: 'none',
    setActionHandler(action: string, handler: (() => void) | null) {
      if (refuses.includes(action)) throw new TypeError('unknown action');
      handlers.set(action, handler);
    },
    setMicrophoneActive(isActive: boolean) {
      if (refuses.includes('microphone')) throw new TypeError('refused');
      microphone.push(isActive);
    },
  };
  const media = createMediaSession({
    session: session as unknown as MediaSession,
    hangUp: () => done.push('hang up'),
    toggleMute: () => done.push('mute'),
  });
  return { media, session, handlers, microphone, done };
}

test('shows a call with its two buttons, and nothing of it afterwards', () => {
  const { media, session, handlers, microphone, done } = setUp();
  media.show({ title: 'Dilnoza', isMuted: false });
  media.show({ title: 'Dilnoza', isMuted: true });
  expect(session).toMatchObject({ metadata: { title: 'Dilnoza' }, playbackState: 'playing' });
  handlers.get('hangup')?.();
  handlers.get('togglemicrophone')?.();
  expect(done).toEqual(['hang up', 'mute']);
  media.show(null);
  expect(session).toMatchObject({ metadata: null, playbackState: 'none' });
  expect([...handlers.values()]).toEqual([null, null]);
  expect(microphone).toEqual([true, false, false]);
});

test.each(['hangup', 'togglemicrophone', 'metadata', 'microphone'])(
  'a browser that refuses %s keeps the rest',
  (refused) => {
    const { media, handlers, done } = setUp([refused]);
    media.show({ title: 'Dilnoza', isMuted: false });
    for (const handler of handlers.values()) handler?.();
    expect(done.length).toBe(refused === 'hangup' || refused === 'togglemicrophone' ? 1 : 2);
    media.show(null);
  },
);

test('a browser without it is left alone', () => {
  const media = createMediaSession({ session: null, hangUp: () => {}, toggleMute: () => {} });
  expect(() => media.show({ title: 'Dilnoza', isMuted: false })).not.toThrow();
});
