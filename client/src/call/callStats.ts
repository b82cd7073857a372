import type { CallQuality } from './CallStore.ts';

/** IPv4 and UDP headers of a packet, which no counter of the browser has. */
const PACKET_OVERHEAD_BYTES = 28;
const HYSTERESIS_MS = 5_000;

/** Counters of one peer since it was opened. */
export interface CallSample {
  atMs: number;
  packetsReceived: number;
  packetsLost: number;
  /** Samples that the browser had to make up while somebody spoke. */
  concealedSamples: number;
  totalSamples: number;
  /** Null: not measured yet. */
  roundTripMs: number | null;
  jitterMs: number;
  /** Share of our packets that the partner missed of late, 0…1; null: not reported yet. */
  sentLoss: number | null;
  /** Bytes both ways with their headers. */
  bytes: number;
  /** Loudness of the partner 0…1; null where the browser does not tell. */
  audioLevel: number | null;
  path: 'direct' | 'relay';
}

/** Loose, since every browser leaves out something else (w3.org/TR/webrtc-stats). */
type Entry = Readonly<Record<string, unknown>>;

export function toSample(report: ReadonlyMap<string, unknown>, atMs: number): CallSample {
  const entries = [...report.values()] as Entry[];
  const audio = (type: string) =>
    entries.find((entry) => entry['type'] === type && entry['kind'] !== 'video');
  const inbound = audio('inbound-rtp');
  const outbound = audio('outbound-rtp');
  const reported = audio('remote-inbound-rtp');
  const pair = selectedPair(report, entries);
  const ends = ['localCandidateId', 'remoteCandidateId'].map(
    (end) => report.get(String(pair?.[end])) as Entry | undefined,
  );
  const roundTrip = numberIn(pair, 'currentRoundTripTime');
  return {
    atMs,
    packetsReceived: count(inbound, 'packetsReceived'),
    packetsLost: count(inbound, 'packetsLost'),
    concealedSamples: count(inbound, 'concealedSamples') - count(inbound, 'silentConcealedSamples'),
    totalSamples: count(inbound, 'totalSamplesReceived'),
    roundTripMs: roundTrip === null ? null : roundTrip * 1_000,
    jitterMs: count(inbound, 'jitter') * 1_000,
    sentLoss: numberIn(reported, 'fractionLost'),
    bytes: bytesOf(inbound, 'Received') + bytesOf(outbound, 'Sent'),
    audioLevel: numberIn(inbound, 'audioLevel'),
    path: ends.some((end) => end?.['candidateType'] === 'relay') ? 'relay' : 'direct',
  };
}

const numberIn = (entry: Entry | undefined, name: string): number | null => {
  const value = entry?.[name];
  return typeof value === 'number' ? value : null;
};

const count = (entry: Entry | undefined, name: string): number => numberIn(entry, name) ?? 0;

const bytesOf = (entry: Entry | undefined, way: 'Received' | 'Sent'): number =>
  count(entry, `bytes${way}`) +
  count(entry, `headerBytes${way}`) +
  count(entry, `packets${way}`) * PACKET_OVERHEAD_BYTES;

function selectedPair(report: ReadonlyMap<string, unknown>, entries: readonly Entry[]): Entry | undefined {
  const transport = entries.find((entry) => entry['type'] === 'transport');
  const chosen = transport?.['selectedCandidatePairId'];
  if (typeof chosen === 'string') return report.get(chosen) as Entry | undefined;
  // Firefox marks the pair itself.
  return entries.find((entry) => entry['type'] === 'candidate-pair' && entry['selected'] === true);
}

/** One look at a span between two samples. `lost` is not for here: that is a call that reconnects. */
export function judgeSpan(before: CallSample, after: CallSample): Exclude<CallQuality, 'lost'> {
  const received = after.packetsReceived - before.packetsReceived;
  const lost = Math.max(0, after.packetsLost - before.packetsLost);
  const loss = received + lost > 0 ? lost / (received + lost) : 0;
  const samples = after.totalSamples - before.totalSamples;
  const concealed = samples > 0 ? (after.concealedSamples - before.concealedSamples) / samples : 0;
  const roundTripMs = after.roundTripMs ?? 0;
  if (loss > 0.12 || concealed > 0.08 || roundTripMs > 800 || after.jitterMs > 120) return 'poor';
  if (loss > 0.04 || concealed > 0.03 || roundTripMs > 350 || after.jitterMs > 50) return 'fair';
  return 'good';
}

export interface SteadyQuality {
  quality: CallQuality;
  changedAtMs: number;
}

/** Keeps a word for five seconds at least, so that it can be read; a call that is lost, or back, is told at once. */
export function steadyQuality(shown: SteadyQuality, seen: CallQuality, atMs: number): SteadyQuality {
  if (seen === shown.quality) return shown;
  const isUrgent = seen === 'lost' || shown.quality === 'lost';
  if (!isUrgent && atMs - shown.changedAtMs < HYSTERESIS_MS) return shown;
  return { quality: seen, changedAtMs: atMs };
}
