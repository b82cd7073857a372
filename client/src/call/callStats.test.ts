import { expect, test } from 'vitest';
import { judgeSpan, steadyQuality, toSample } from './callStats.ts';
import type { CallSample } from './callStats.ts';

const aReport = (extra: Record<string, unknown>[] = []): ReadonlyMap<string, unknown> =>
  new Map(
    [
      {
        id: 'in',
        type: 'inbound-rtp',
        kind: 'audio',
        packetsReceived: 100,
        packetsLost: 5,
        jitter: 0.02,
        bytesReceived: 6_000,
        headerBytesReceived: 1_200,
        concealedSamples: 960,
        silentConcealedSamples: 480,
        totalSamplesReceived: 96_000,
        audioLevel: 0.2,
      },
      {
        id: 'out',
        type: 'outbound-rtp',
        kind: 'audio',
        packetsSent: 50,
        bytesSent: 3_000,
        headerBytesSent: 600,
      },
      { id: 'reported', type: 'remote-inbound-rtp', kind: 'audio', fractionLost: 0.25 },
      {
        id: 'pair',
        type: 'candidate-pair',
        currentRoundTripTime: 0.15,
        localCandidateId: 'l',
        remoteCandidateId: 'r',
        selected: true,
      },
      { id: 'l', type: 'local-candidate', candidateType: 'host' },
      { id: 'r', type: 'remote-candidate', candidateType: 'srflx' },
      ...extra,
    ].map((entry) => [String((entry as Record<string, unknown>)['id']), entry]),
  );

const aSample = (change: Partial<CallSample> = {}): CallSample => ({ ...toSample(aReport(), 0), ...change });

test('a sample counts the bytes with all their headers', () => {
  expect(toSample(aReport(), 7)).toEqual({
    atMs: 7,
    packetsReceived: 100,
    packetsLost: 5,
    concealedSamples: 480,
    totalSamples: 96_000,
    roundTripMs: 150,
    jitterMs: 20,
    sentLoss: 0.25,
    bytes: 6_000 + 1_200 + 100 * 28 + 3_000 + 600 + 50 * 28,
    audioLevel: 0.2,
    path: 'direct',
  });
});

test('one relayed end makes a relayed path, named by the transport', () => {
  const relayed = aReport([
    { id: 't', type: 'transport', selectedCandidatePairId: 'pair2' },
    { id: 'pair2', type: 'candidate-pair', localCandidateId: 'l', remoteCandidateId: 'x' },
    { id: 'x', type: 'remote-candidate', candidateType: 'relay' },
  ]);
  expect(toSample(relayed, 0).path).toBe('relay');
});

test('an empty report is a sample of nothing', () => {
  expect(toSample(new Map(), 0)).toMatchObject({
    packetsReceived: 0,
    bytes: 0,
    roundTripMs: null,
    sentLoss: null,
    path: 'direct',
  });
});

test('loss, delay and repaired sound decide the word', () => {
  const before = aSample();
  const after = (change: Partial<CallSample>) =>
    judgeSpan(before, aSample({ packetsReceived: 200, ...change }));
  expect(after({})).toBe('good');
  expect(after({ packetsLost: 5 + 6 })).toBe('fair');
  expect(after({ packetsLost: 5 + 20 })).toBe('poor');
  expect(after({ roundTripMs: 400 })).toBe('fair');
  expect(after({ roundTripMs: 900 })).toBe('poor');
  expect(after({ jitterMs: 60 })).toBe('fair');
  expect(after({ totalSamples: 144_000, concealedSamples: 480 + 9_600 })).toBe('poor');
});

test('a word stays five seconds, but a loss and its end are told at once', () => {
  const shown = { quality: 'good', changedAtMs: 0 } as const;
  expect(steadyQuality(shown, 'poor', 4_999).quality).toBe('good');
  expect(steadyQuality(shown, 'poor', 5_000)).toEqual({ quality: 'poor', changedAtMs: 5_000 });
  expect(steadyQuality(shown, 'lost', 10).quality).toBe('lost');
  expect(steadyQuality({ quality: 'lost', changedAtMs: 10 }, 'fair', 20).quality).toBe('fair');
});
