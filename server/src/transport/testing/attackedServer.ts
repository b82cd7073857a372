import { performance } from 'node:perf_hooks';
import { startTestServer } from './startTestServer.ts';

/** A program of its own: a server to be attacked, which tells its parent how it fares. */
export interface Condition {
  rssBytes: number;
  longestBlockMs: number;
  sockets: number;
  liveStreams: number;
}

const limits = JSON.parse(process.argv[2] ?? '{}') as Record<string, number>;
const server = await startTestServer({ limits });
let peakBytes = 0;
let longestBlockMs = 0;
let last = { atMs: performance.now(), cpu: process.cpuUsage() };

// A late timer alone may be the machine's fault; a block of ours also burns processor time.
setInterval(() => {
  const atMs = performance.now();
  const used = process.cpuUsage(last.cpu);
  longestBlockMs = Math.max(longestBlockMs, Math.min(atMs - last.atMs, (used.user + used.system) / 1000));
  last = { atMs, cpu: process.cpuUsage() };
  peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
}, 5).unref();

process.on('message', (message) => {
  if (message === 'reset') {
    longestBlockMs = 0;
    peakBytes = 0;
  }
  const condition: Condition = {
    rssBytes: Math.max(peakBytes, process.memoryUsage.rss()),
    longestBlockMs,
    sockets: server.connections.counts().sockets,
    liveStreams: server.seen.liveStreams,
  };
  process.send?.({ condition });
});
process.send?.({ port: server.port });
