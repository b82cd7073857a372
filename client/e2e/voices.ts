import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Two voices that cannot be mistaken for one another, nor one for an overtone of the other. */
export const VOICES = { low: 440, high: 1000 } as const;
export type Voice = keyof typeof VOICES;

const SAMPLE_RATE = 48_000;
const SECONDS = 6;
const SYLLABLES_PER_SECOND = 4;
const PHRASE_SECONDS = 2;
/** Half a second of silence in every two: somebody breathes. */
const SPOKEN_SHARE = 0.75;

/**
 * A tone in syllables and phrases with a little vibrato. A steady one would be taken for noise: the browser's noise
 * suppression fades it to a tenth within six seconds.
 */
function sampleAt(time: number, hertz: number, spokenShare: number): number {
  if (time % PHRASE_SECONDS >= PHRASE_SECONDS * spokenShare) return 0;
  const syllable = Math.sin(Math.PI * SYLLABLES_PER_SECOND * time) ** 2;
  const vibrato = 3 * Math.sin(2 * Math.PI * 5 * time);
  return 0.6 * syllable * Math.sin(2 * Math.PI * hertz * time + vibrato * 0.1);
}

/** 16-bit PCM, one channel: what `--use-file-for-fake-audio-capture` reads, over and over. */
function toWav(hertz: number, spokenShare: number): Buffer {
  const samples = SAMPLE_RATE * SECONDS;
  const wav = Buffer.alloc(44 + samples * 2);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(36 + samples * 2, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(SAMPLE_RATE, 24);
  wav.writeUInt32LE(SAMPLE_RATE * 2, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(samples * 2, 40);
  for (let index = 0; index < samples; index++) {
    wav.writeInt16LE(Math.round(sampleAt(index / SAMPLE_RATE, hertz, spokenShare) * 32_767), 44 + index * 2);
  }
  return wav;
}

export interface VoiceFiles {
  pathOf(voice: Voice): string;
  remove(): Promise<void>;
}

/** @param spokenShare 0…1 of each two seconds; the rest is silence */
export async function writeVoices(spokenShare = SPOKEN_SHARE): Promise<VoiceFiles> {
  const folder = await mkdtemp(join(tmpdir(), 'voices-'));
  const pathOf = (voice: Voice): string => join(folder, `${voice}.wav`);
  await Promise.all([
    writeFile(pathOf('low'), toWav(VOICES.low, spokenShare)),
    writeFile(pathOf('high'), toWav(VOICES.high, spokenShare)),
  ]);
  return { pathOf, remove: () => rm(folder, { recursive: true, force: true }) };
}
