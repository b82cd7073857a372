import { expect, test } from 'vitest';
import { createMatchRing } from './createMatchRing.ts';

/** An audio context that plays everything at once. */
function setUp(isWanted: boolean) {
  const done: string[] = [];
  const tones: EventTarget[] = [];
  const parameter = {
    value: 0,
    setValueAtTime() {},
    linearRampToValueAtTime() {},
    exponentialRampToValueAtTime() {},
  };
  const context = {
    currentTime: 0,
    destination: {},
    createGain: () => ({ gain: parameter, connect: () => {} }),
    createOscillator() {
      const tone = Object.assign(new EventTarget(), {
        frequency: { value: 0 },
        connect: (next: unknown) => next,
        start: () => done.push(`tone ${tone.frequency.value}`),
        stop: () => {},
      });
      tones.push(tone);
      return tone;
    },
  };
  const ring = createMatchRing({
    lendAudioContext: () => ({
      context: context as unknown as AudioContext,
      giveBack: () => done.push('given back'),
    }),
    vibrate: () => done.push('buzz'),
    isWanted: () => isWanted,
  });
  return { ring, done, end: () => tones.forEach((tone) => tone.dispatchEvent(new Event('ended'))) };
}

test('two notes and a buzz, and the audio context is given back after them', () => {
  const { ring, done, end } = setUp(true);
  ring();
  expect(done).toEqual(['buzz', 'tone 660', 'tone 990']);
  end();
  expect(done.at(-1)).toBe('given back');
  expect(done.filter((each) => each === 'given back').length).toBe(1);
});

test('nothing at all when the learner does not want it', () => {
  const { ring, done } = setUp(false);
  ring();
  expect(done).toEqual([]);
});
