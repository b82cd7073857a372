import { expect, test } from 'vitest';
import { createMicrophone } from './createMicrophone.ts';

class FakeTrack extends EventTarget {
  isStopped = false;
  stop(): void {
    this.isStopped = true;
  }
}

function setUp() {
  const tracks: FakeTrack[] = [];
  const asked: MediaStreamConstraints[] = [];
  const errors: DOMException[] = [];
  const microphone = createMicrophone(async (constraints) => {
    asked.push(constraints);
    const error = errors.shift();
    if (error !== undefined) throw error;
    const track = new FakeTrack();
    tracks.push(track);
    return { getAudioTracks: () => [track] } as unknown as MediaStream;
  });
  return { microphone, tracks, asked, errors };
}

test('asks once, however often it is opened, and never for video', async () => {
  const { microphone, asked } = setUp();
  expect(await Promise.all([microphone.open(), microphone.open()])).toEqual([null, null]);
  await microphone.open();
  expect(asked.length).toBe(1);
  expect(asked[0]).toMatchObject({ video: false, audio: { echoCancellation: true } });
});

test('says why there is none, and can be asked again', async () => {
  const { microphone, errors } = setUp();
  errors.push(
    new DOMException('', 'NotAllowedError'),
    new DOMException('', 'NotFoundError'),
    new DOMException('', 'NotReadableError'),
  );
  expect([await microphone.open(), await microphone.open(), await microphone.open()]).toEqual([
    'refused',
    'missing',
    'busy',
  ]);
  expect(await microphone.open()).toBe(null);
});

test('closing stops it, also one that is just being opened', async () => {
  const { microphone, tracks } = setUp();
  await microphone.open();
  microphone.close();
  const opening = microphone.open();
  microphone.close();
  await opening;
  expect(tracks.map((track) => track.isStopped)).toEqual([true, true]);
  expect(microphone.track.value).toBe(null);
});

test('a device that goes away is replaced', async () => {
  const { microphone, tracks } = setUp();
  await microphone.open();
  tracks[0]?.dispatchEvent(new Event('ended'));
  await microphone.open();
  expect(microphone.track.value).toBe(tracks[1]);
});

test('remembers why it could not be had, until it can or nobody wants it', async () => {
  const { microphone, errors } = setUp();
  errors.push(new DOMException('', 'NotAllowedError'), new DOMException('', 'NotReadableError'));
  await microphone.open();
  expect(microphone.trouble.value).toBe('refused');
  await microphone.open();
  expect(microphone.trouble.value).toBe('busy');
  await microphone.open();
  expect(microphone.trouble.value).toBe(null);
  microphone.close();
  errors.push(new DOMException('', 'NotFoundError'));
  await microphone.open();
  microphone.close();
  expect(microphone.trouble.value).toBe(null);
});
