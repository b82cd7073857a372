import { expect, test } from 'vitest';
import { createVirtualClock } from '../api/virtualClock.ts';
import { createMicrophone } from './createMicrophone.ts';

class FakeTrack extends EventTarget {
  isStopped = false;
  muted = false;
  readyState = 'live';
  stop(): void {
    this.isStopped = true;
  }
  become(event: 'mute' | 'unmute' | 'ended'): void {
    if (event === 'ended') this.readyState = 'ended';
    else this.muted = event === 'mute';
    this.dispatchEvent(new Event(event));
  }
}

function setUp(deviceId: string | null = null) {
  const clock = createVirtualClock();
  const tracks: FakeTrack[] = [];
  const asked: MediaStreamConstraints[] = [];
  const errors: DOMException[] = [];
  const microphone = createMicrophone({
    clock,
    deviceId: () => deviceId,
    async getUserMedia(constraints) {
      asked.push(constraints);
      const error = errors.shift();
      if (error !== undefined) throw error;
      const track = new FakeTrack();
      tracks.push(track);
      return { getAudioTracks: () => [track] } as unknown as MediaStream;
    },
  });
  return { microphone, tracks, asked, errors, clock };
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

const busy = (): DOMException => new DOMException('', 'NotReadableError');

test('a phone call takes it, and it is said to be interrupted until it comes back by itself', async () => {
  const { microphone, tracks } = setUp();
  await microphone.open();
  tracks[0]?.become('mute');
  expect(microphone.isInterrupted.value).toBe(true);
  expect(microphone.track.value).toBe(tracks[0]);
  tracks[0]?.become('unmute');
  expect(microphone.isInterrupted.value).toBe(false);
});

test('one that ended while another app holds it is asked for until it is free, and no longer than it is wanted', async () => {
  const { microphone, tracks, errors, asked, clock } = setUp();
  await microphone.open();
  errors.push(busy(), busy());
  tracks[0]?.become('ended');
  await clock.advance(0);
  expect(microphone.trouble.value).toBe('busy');
  await clock.advance(6_000);
  expect(microphone.track.value).toBe(tracks[1]);
  expect(microphone.trouble.value).toBe(null);

  errors.push(busy());
  tracks[1]?.become('ended');
  await clock.advance(0);
  microphone.close();
  const before = asked.length;
  await clock.advance(10_000);
  expect(asked.length).toBe(before);
  expect(clock.pending()).toBe(0);
});

test('on return one that ended or hears nothing is replaced, and one that hears is left alone', async () => {
  const { microphone, tracks } = setUp();
  await microphone.open();
  await microphone.revive();
  expect(tracks.length).toBe(1);
  tracks[0]?.become('mute');
  await microphone.revive();
  expect(microphone.track.value).toBe(tracks[1]);
  expect(tracks[0]?.isStopped).toBe(true);
  expect(microphone.isInterrupted.value).toBe(false);
});

test('one that hears nothing is kept as long as no other can be had', async () => {
  const { microphone, tracks, errors } = setUp();
  await microphone.open();
  tracks[0]?.become('mute');
  errors.push(busy());
  await microphone.revive();
  expect(microphone.track.value).toBe(tracks[0]);
  expect(microphone.trouble.value).toBe(null);
  tracks[0]?.become('unmute');
  expect(microphone.isInterrupted.value).toBe(false);
});

test('the one that was chosen is asked for, and replaces another only while one is open', async () => {
  const { microphone, asked, tracks } = setUp('headset');
  await microphone.change();
  expect(asked.length).toBe(0);
  await microphone.open();
  expect(asked[0]?.audio).toMatchObject({ deviceId: { ideal: 'headset' } });
  await microphone.change();
  expect(microphone.track.value).toBe(tracks[1]);
  expect(tracks[0]?.isStopped).toBe(true);
});
