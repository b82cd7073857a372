import fc from 'fast-check';
import { expect, test } from 'vitest';
import { adaptVoice, startVoice } from './voiceProfile.ts';
import type { VoiceLink, VoiceState } from './voiceProfile.ts';

const CALM: VoiceLink = { loss: 0, roundTripMs: 80 };
const FULL: VoiceLink = { loss: 0.02, roundTripMs: 600 };
const LOSSY: VoiceLink = { loss: 0.2, roundTripMs: 90 };

/** Looks each second at links that last so many seconds. */
function live(...spans: (readonly [seconds: number, link: VoiceLink])[]): VoiceState {
  let state = startVoice(0);
  let atMs = 0;
  for (const [seconds, link] of spans) {
    for (let second = 0; second < seconds; second++) state = adaptVoice(state, link, (atMs += 1_000));
  }
  return state;
}

test('a calm link and one that loses packets at random stay as they are', () => {
  expect(live([300, CALM]).profile).toBe('full');
  expect(live([10, CALM], [300, LOSSY]).profile).toBe('full');
  expect(live([300, { loss: null, roundTripMs: null }]).profile).toBe('full');
});

test('a link that fills up gets less within seconds, step by step', () => {
  expect(live([10, CALM], [2, FULL]).profile).toBe('full');
  expect(live([10, CALM], [4, FULL]).profile).toBe('lean');
  expect(live([10, CALM], [12, FULL]).profile).toBe('least');
});

test('a single bad look changes nothing', () => {
  expect(live([30, CALM], [1, FULL], [10, CALM], [1, FULL], [1, CALM]).profile).toBe('full');
});

test('more is tried only after a long calm, and later still when that was a mistake', () => {
  const narrowed = [
    [10, CALM],
    [4, FULL],
  ] as const;
  expect(live(...narrowed, [14, CALM]).profile).toBe('lean');
  expect(live(...narrowed, [20, CALM]).profile).toBe('full');
  const mistaken = [...narrowed, [20, CALM], [8, FULL]] as const;
  expect(live(...mistaken).profile).toBe('lean');
  expect(live(...mistaken, [20, CALM]).profile).toBe('lean');
  expect(live(...mistaken, [40, CALM]).profile).toBe('full');
});

test('loss alone brings more back, for there is room', () => {
  expect(live([10, CALM], [4, FULL], [12, LOSSY]).profile).toBe('full');
});

test('a longer way becomes the usual one', () => {
  const far: VoiceLink = { ...CALM, roundTripMs: 500 };
  expect(live([10, CALM], [8, far]).profile).not.toBe('full');
  expect(live([10, CALM], [240, far]).profile).toBe('full');
});

test('whatever the link does, no two changes come within six seconds', () => {
  const link = fc.record({
    loss: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    roundTripMs: fc.option(fc.integer({ min: 1, max: 3_000 })),
  });
  fc.assert(
    fc.property(fc.array(link, { maxLength: 120 }), (links) => {
      let state = startVoice(0);
      let lastChangeMs = 0;
      links.forEach((each, index) => {
        const atMs = (index + 1) * 1_000;
        const next = adaptVoice(state, each, atMs);
        if (next.profile !== state.profile) {
          expect(atMs - lastChangeMs).toBeGreaterThanOrEqual(6_000);
          lastChangeMs = atMs;
        }
        state = next;
      });
    }),
  );
});
