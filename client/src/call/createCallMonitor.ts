import { computed, signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import type { Clock } from '../api/Clock.ts';
import { repeat } from '../api/repeat.ts';
import { judgeSpan, steadyQuality } from './callStats.ts';
import type { CallSample, SteadyQuality } from './callStats.ts';
import type { CallQuality } from './CallStore.ts';
import type { Peer } from './Peer.ts';
import { NO_SOUND_YET, watchSound } from './soundWatch.ts';
import { toLevel } from './toLevel.ts';
import type { VoiceMeter } from './createVoiceMeter.ts';

const SAMPLE_EVERY_MS = 250;
const LEVELS_EVERY_MS = 100;
/** Quality is judged over this span: shorter ones hold too few packets. */
const JUDGE_SPAN_MS = 3_000;

export interface CallMonitor {
  readonly myLevel: ReadonlySignal<number>;
  readonly partnerLevel: ReadonlySignal<number>;
  readonly quality: ReadonlySignal<CallQuality>;
  readonly dataBytes: ReadonlySignal<number>;
  /** A new call. @param dataBytes what it has cost already, on a page before this one */
  reset(dataBytes: number): void;
  /** Looks at this peer from now on; null: at none. */
  watch(peer: Peer | null, listener: SoundListener): void;
}

export interface SoundListener {
  onSound(path: 'direct' | 'relay'): void;
  onSilence(): void;
  /** Every quarter of a second. */
  onSample(sample: CallSample): void;
}

export function createCallMonitor(clock: Clock, meter: Pick<VoiceMeter, 'rms'>): CallMonitor {
  const myLevel = signal(0);
  const partnerLevel = signal(0);
  const shown = signal<SteadyQuality>({ quality: 'good', changedAtMs: 0 });
  const dataBytes = signal(0);
  /** Of the peers before this one. */
  let earlierBytes = 0;
  let stop = (): void => {};

  const start = (peer: Peer, listener: SoundListener): (() => void) => {
    let isWatching = true;
    let isAsking = false;
    let sound = NO_SOUND_YET;
    let span: CallSample[] = [];

    const judge = (sample: CallSample): void => {
      span = [...span.filter(({ atMs }) => sample.atMs - atMs <= JUDGE_SPAN_MS), sample];
      const [oldest = sample] = span;
      const seen = sound.isSound ? judgeSpan(oldest, sample) : 'lost';
      shown.value = steadyQuality(shown.value, seen, sample.atMs);
    };

    const look = async (): Promise<void> => {
      // A browser under load may take longer than the span between two looks.
      if (isAsking) return;
      isAsking = true;
      const sample = await peer.sample().catch(() => null);
      isAsking = false;
      if (!isWatching || sample === null) return;
      const before = sound;
      sound = watchSound(before, sample.packetsReceived, sample.atMs);
      dataBytes.value = earlierBytes + sample.bytes;
      listener.onSample(sample);
      // Before the first sound the call connects, which is not yet a matter of quality.
      if (sound.isSound || before.isSound || span.length > 0) judge(sample);
      if (sound.isSound && !before.isSound) listener.onSound(sample.path);
      if (!sound.isSound && before.isSound) listener.onSilence();
    };

    const stopLooking = repeat(clock, SAMPLE_EVERY_MS, () => void look());
    const stopListening = repeat(clock, LEVELS_EVERY_MS, () => {
      myLevel.value = toLevel(meter.rms());
      partnerLevel.value = sound.isSound ? toLevel(peer.partnerRms() ?? 0) : 0;
    });
    return () => {
      isWatching = false;
      stopLooking();
      stopListening();
      myLevel.value = 0;
      partnerLevel.value = 0;
    };
  };

  return {
    myLevel: computed(() => myLevel.value),
    partnerLevel: computed(() => partnerLevel.value),
    quality: computed(() => shown.value.quality),
    dataBytes: computed(() => dataBytes.value),
    reset(usedBytes) {
      stop();
      stop = () => {};
      earlierBytes = usedBytes;
      dataBytes.value = usedBytes;
      shown.value = { quality: 'good', changedAtMs: clock.now() };
    },
    watch(peer, listener) {
      stop();
      stop = () => {};
      earlierBytes = dataBytes.value;
      if (peer !== null) stop = start(peer, listener);
    },
  };
}
