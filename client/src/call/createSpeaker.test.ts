import { beforeEach, describe, expect, it } from 'vitest';
import { createSpeaker, type Speaker } from './createSpeaker.ts';

/** Plays what it is told, and remembers how often it had to begin anew. */
class FakeElement {
  muted = false;
  autoplay = false;
  isPlaying = false;
  begun = 0;
  #stream: unknown = null;

  get srcObject(): unknown {
    return this.#stream;
  }
  set srcObject(stream: unknown) {
    this.#stream = stream;
    this.isPlaying = false;
    if (stream !== null) this.begun++;
  }
  setAttribute(): void {}
  async play(): Promise<void> {
    this.isPlaying = true;
  }
  pause(): void {
    this.isPlaying = false;
  }
}

describe('a speaker', () => {
  const aStream = (): MediaStream => ({}) as MediaStream;
  let element: FakeElement;
  let speaker: Speaker;

  beforeEach(() => {
    element = new FakeElement();
    speaker = createSpeaker(() => element as unknown as HTMLAudioElement);
  });

  it('lets nobody be heard ahead of time, and then at once, without beginning anew', async () => {
    const stream = aStream();
    speaker.warm(stream);
    expect(element).toMatchObject({ isPlaying: true, muted: true, srcObject: stream });
    await speaker.play(stream);
    expect(element).toMatchObject({ isPlaying: true, muted: false, begun: 1 });
  });

  it('plays somebody else aloud where nothing came of the one before', async () => {
    speaker.warm(aStream());
    const other = aStream();
    await speaker.play(other);
    expect(element).toMatchObject({ isPlaying: true, muted: false, srcObject: other });
  });

  it('gives up what came to nothing, and leaves a call alone', async () => {
    speaker.warm(aStream());
    speaker.warm(null);
    expect(element).toMatchObject({ isPlaying: false, srcObject: null });

    const stream = aStream();
    await speaker.play(stream);
    speaker.warm(null);
    expect(element).toMatchObject({ isPlaying: true, muted: false, srcObject: stream });
    await speaker.play(null);
    expect(element).toMatchObject({ isPlaying: false, srcObject: null });
  });
});
