import { z } from 'zod';
import { defineCommand } from '../Command.ts';
import type { Desk } from '../Desk.ts';
import { checkHost } from '../doctor/checkHost.ts';
import { checkOrigin } from '../doctor/checkOrigin.ts';
import { checkRedis } from '../doctor/checkRedis.ts';
import { fail, type Finding, ok } from '../doctor/Finding.ts';
import { judgeClock } from '../doctor/judgeClock.ts';
import { judgeDatabase } from '../doctor/judgeDatabase.ts';
import { judgeRelay } from '../doctor/judgeRelay.ts';
import { judgeSettings } from '../doctor/judgeSettings.ts';
import { sayFinding } from '../doctor/sayFinding.ts';
import { tryRelay } from '../doctor/tryRelay.ts';
import { toOperatorWords } from '../toOperatorWords.ts';

interface Exam {
  findings: Finding[];
  clocks: { whose: string; aheadMs: number; exactMs: number }[];
}

export const doctor = defineCommand({
  name: 'doctor',
  summary: 'looks at everything that the service leans on, and says what to do',
  usage: '',
  details: [
    'Database, Redis, a real relay over every address of TURN_URLS, the public address with its certificate and the',
    'WebSocket through it, clocks, disk and secrets. Takes up to ten seconds. Ends with 1 when anything fails.',
    'Where a server runs it is that server that looks, with its settings.',
  ],
  places: [],
  options: {},
  secret: null,
  input: z.strictObject({}),
  async run(desk, _input, say) {
    const findings: Finding[] = [];
    const tell = (found: readonly Finding[]): void => {
      for (const finding of found) {
        findings.push(finding);
        sayFinding(finding, say);
      }
    };
    tell([...judgeSettings(desk.config), ...checkHost(desk.config, '.env')]);
    const clocks = await Promise.all(
      [examDatabase(desk), examPush(desk), examRedis(desk), examRelays(desk), ...examOrigins(desk)].map(
        async (exam) => {
          const { findings: found, clocks: seen } = await exam;
          tell(found);
          return seen;
        },
      ),
    );
    tell([judgeClock(clocks.flat())]);
    const count = (level: Finding['level']): number =>
      findings.filter((finding) => finding.level === level).length;
    say(`${count('ok')} ok, ${count('warn')} to look at, ${count('fail')} failed`);
    return { isOk: count('fail') === 0, data: findings };
  },
});

async function examDatabase(desk: Desk): Promise<Exam> {
  try {
    const facts = await desk.databaseFacts();
    return {
      findings: judgeDatabase(facts),
      // An embedded database has this machine's clock.
      clocks: facts.isEmbedded ? [] : [{ whose: 'the database', aheadMs: facts.clockAheadMs, exactMs: 0 }],
    };
  } catch (error) {
    const words = toOperatorWords(error) ?? (error instanceof Error ? error.message : String(error));
    const todo = 'is it running, and are name, password and port in DATABASE_URL right (docker compose ps)';
    return { findings: [fail('database', words, todo)], clocks: [] };
  }
}

/** Only where a server runs: without one, looking would make a pair. */
async function examPush({ isServer, house }: Desk): Promise<Exam> {
  if (!isServer) return { findings: [], clocks: [] };
  const finding = await house()
    .then(({ pushKeys }) => pushKeys.current())
    .then(
      ({ publicKey }) => ok('push', `keys are there (${publicKey.slice(0, 12)}…)`),
      () => fail('push', 'the keys cannot be read', 'mend the database first'),
    );
  return { findings: [finding], clocks: [] };
}

async function examRedis({ config, clock }: Desk): Promise<Exam> {
  if (config.redisUrl === null) return { findings: [], clocks: [] };
  const { findings, clockAheadMs } = await checkRedis(config.redisUrl, () => clock.now());
  return {
    findings,
    clocks: clockAheadMs === null ? [] : [{ whose: 'Redis', aheadMs: clockAheadMs, exactMs: 0 }],
  };
}

async function examRelays({ config: { turn }, clock }: Desk): Promise<Exam> {
  if (turn === null) return { findings: [], clocks: [] };
  const trials = await Promise.all(turn.urls.map((url) => tryRelay(url, turn.secret, { now: clock.now() })));
  return { findings: trials.map(judgeRelay), clocks: [] };
}

function examOrigins({ config, clock }: Desk): Promise<Exam>[] {
  // Outside production the others are only other names of this machine.
  const origins = config.isProduction ? config.origins : config.origins.slice(0, 1);
  return origins.map(async (origin) => {
    const { findings, clockAheadMs } = await checkOrigin(origin, () => clock.now());
    return {
      findings,
      // A Date header has whole seconds.
      clocks: clockAheadMs === null ? [] : [{ whose: origin, aheadMs: clockAheadMs, exactMs: 1000 }],
    };
  });
}
