/**
 * Decides from a count of received packets whether sound still arrives. The browser's own word (`disconnected`)
 * comes 6 to 7 s after the loss, which is too late (measured).
 */
export interface SoundWatch {
  /** Null: nothing counted yet. */
  packets: number | null;
  changedAtMs: number;
  /** Packets a second, smoothed: about 50 while somebody talks, 2.5 in a silence that is not sent (DTX). */
  rate: number;
  isSound: boolean;
}

export const NO_SOUND_YET: SoundWatch = { packets: null, changedAtMs: 0, rate: 0, isSound: false };

const STALL_MS = 1_000;
/** In silence a frame comes each 400 ms, so that a few lost ones are no reason for alarm yet. */
const SPARSE_STALL_MS = 2_000;
const SPARSE_RATE = 10;
/** A packet or two may still come from an old path; sound is what goes on. */
const PACKETS_OF_SOUND = 3;

export function watchSound(watch: SoundWatch, packets: number, atMs: number): SoundWatch {
  if (watch.packets === null)
    return { packets, changedAtMs: atMs, rate: 0, isSound: packets >= PACKETS_OF_SOUND };
  const arrived = packets - watch.packets;
  if (arrived > 0) {
    const elapsedMs = Math.max(1, atMs - watch.changedAtMs);
    const rate = watch.rate * 0.5 + (arrived / elapsedMs) * 1_000 * 0.5;
    return { packets, changedAtMs: atMs, rate, isSound: watch.isSound || packets >= PACKETS_OF_SOUND };
  }
  const patienceMs = watch.rate < SPARSE_RATE ? SPARSE_STALL_MS : STALL_MS;
  return atMs - watch.changedAtMs < patienceMs ? watch : { ...watch, isSound: false };
}
