import { performance } from 'node:perf_hooks';
import { createClient } from 'redis';
import { fail, type Finding, ok, warn } from './Finding.ts';

const CONNECT_MS = 3_000;
const SLOW_MS = 20;
/** The oldest whose commands the scripts use were tested on. */
const OLDEST_TESTED = 7;

export interface RedisExam {
  findings: Finding[];
  /** Its clock minus ours in milliseconds; null: it did not answer. */
  clockAheadMs: number | null;
}

export async function checkRedis(url: string, now: () => number): Promise<RedisExam> {
  const client = createClient({
    url,
    disableOfflineQueue: true,
    socket: { connectTimeout: CONNECT_MS, socketTimeout: CONNECT_MS, reconnectStrategy: false },
  });
  // The call that fails tells.
  client.on('error', () => {});
  try {
    await client.connect();
    const began = performance.now();
    const time = (await client.sendCommand(['TIME'])) as unknown as [string, string];
    const latencyMs = Math.round(performance.now() - began);
    const clockAheadMs = Math.round(Number(time[0]) * 1000 + Number(time[1]) / 1000 - now());
    return { findings: judgeRedis(await client.info(), latencyMs), clockAheadMs };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const todo = 'start it, and compare REDIS_URL (password, port) with what it listens on';
    return { findings: [fail('redis', `does not let us in (${why})`, todo)], clockAheadMs: null };
  } finally {
    client.destroy();
  }
}

/** @param info the answer to INFO: lines of `name:value` */
export function judgeRedis(info: string, latencyMs: number): Finding[] {
  const about = 'redis';
  const read = (name: string): string => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1] ?? '';
  const version = read('redis_version');
  const policy = read('maxmemory_policy');
  const findings: Finding[] = [];
  if (policy !== '' && policy !== 'noeviction') {
    findings.push(
      fail(
        about,
        `throws keys away when it is full (maxmemory-policy ${policy})`,
        'set maxmemory-policy noeviction: the queue and the calls live in it',
      ),
    );
  }
  if (Number.parseInt(version, 10) < OLDEST_TESTED) {
    findings.push(
      warn(about, `${version} is older than what was tested`, `move to ${OLDEST_TESTED} or newer`),
    );
  }
  if (latencyMs > SLOW_MS) {
    findings.push(
      warn(about, `one question takes ${latencyMs} ms`, 'put it nearer to the server, or look at its load'),
    );
  }
  return findings.length > 0
    ? findings
    : [ok(about, `Redis ${version}, ${read('used_memory_human')}, ${latencyMs} ms, noeviction`)];
}
