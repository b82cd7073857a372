import { expect, test } from 'vitest';
import { toSample } from './callStats.ts';
import { createVoiceControl } from './createVoiceControl.ts';
import type { VoiceProfile } from './voiceProfile.ts';

test('a peer whose link fills up is told to send less, once, and the next peer begins anew', () => {
  const control = createVoiceControl();
  const aPeer = () => {
    const told: VoiceProfile[] = [];
    return { told, setVoice: (profile: VoiceProfile) => void told.push(profile) };
  };
  const look = (peer: ReturnType<typeof aPeer>, fromMs: number, toMs: number, roundTripMs: number): void => {
    for (let atMs = fromMs; atMs < toMs; atMs += 250) {
      control.look(peer, { ...toSample(new Map(), atMs), sentLoss: 0, roundTripMs });
    }
  };
  const [first, second] = [aPeer(), aPeer()];
  look(first, 0, 10_000, 80);
  look(first, 10_000, 15_000, 600);
  expect(first.told).toEqual(['lean']);
  look(second, 15_000, 30_000, 600);
  expect(second.told).toEqual([]);
});
