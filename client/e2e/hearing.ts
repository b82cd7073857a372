import type { Page } from 'playwright';
import { VOICES, type Voice } from './voices.ts';

const LISTEN_MS = 15_000;
/** Of so many loud moments the middle one counts: in the first ones sound is still stretched to fill its buffer. */
const READINGS = 15;
/** Above the hiss of comfort noise, below a voice that automatic gain has turned down. */
const AUDIBLE_RMS = 0.01;

/**
 * The pitch of what the page plays of its partner, in hertz; null when nothing is heard in time. Listens to the stream
 * of the very element that plays, so a stream that nobody hears does not count.
 */
async function heardHertz(page: Page): Promise<number | null> {
  return page.evaluate(
    async ({ listenMs, audibleRms, count }) => {
      const context = new AudioContext();
      const analyser = context.createAnalyser();
      analyser.fftSize = 4096;
      const samples = new Float32Array(analyser.fftSize);
      const bins = new Float32Array(analyser.frequencyBinCount);
      const readings: number[] = [];
      const until = performance.now() + listenMs;
      let listeningTo: MediaStream | null = null;
      while (performance.now() < until && readings.length < count) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        const playing = window.probe.played.at(-1);
        if (playing === undefined || playing.element.paused || playing.element.srcObject !== playing.stream) {
          continue;
        }
        if (playing.stream !== listeningTo) {
          listeningTo = playing.stream;
          context.createMediaStreamSource(playing.stream).connect(analyser);
        }
        analyser.getFloatTimeDomainData(samples);
        if (Math.hypot(...samples) / Math.sqrt(samples.length) < audibleRms) continue;
        analyser.getFloatFrequencyData(bins);
        readings.push((bins.indexOf(Math.max(...bins)) * context.sampleRate) / analyser.fftSize);
      }
      await context.close();
      return readings.length < count ? null : (readings.toSorted((a, b) => a - b)[count >> 1] ?? null);
    },
    { listenMs: LISTEN_MS, audibleRms: AUDIBLE_RMS, count: READINGS },
  );
}

/** Whose voice a page plays. @throws when it plays none of ours */
export async function heardVoice(page: Page): Promise<Voice> {
  const hertz = await heardHertz(page);
  const voices: Voice[] = ['low', 'high'];
  const voice = voices.find((name) => hertz !== null && Math.abs(hertz - VOICES[name]) < VOICES[name] * 0.06);
  if (voice === undefined) throw new Error(`heard ${hertz === null ? 'nothing' : `${hertz} Hz`}`);
  return voice;
}

export interface AudioCounters {
  packetsSent: number;
  packetsReceived: number;
  state: RTCPeerConnectionState;
}

/** What the newest peer connection of the page has sent and received; null: there is none. */
export async function audioCounters(page: Page): Promise<AudioCounters | null> {
  return page.evaluate(async () => {
    const peer = window.probe.peers.at(-1);
    if (peer === undefined) return null;
    const counters = { packetsSent: 0, packetsReceived: 0, state: peer.connectionState };
    for (const report of (await peer.getStats()).values() as Iterable<Record<string, unknown>>) {
      if (report.kind !== 'audio') continue;
      if (report.type === 'outbound-rtp') counters.packetsSent += Number(report.packetsSent);
      if (report.type === 'inbound-rtp') counters.packetsReceived += Number(report.packetsReceived);
    }
    return counters;
  });
}
