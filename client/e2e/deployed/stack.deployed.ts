import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { driveLearner, type DrivenLearner, expectToHearEachOther } from '../driveLearner.ts';
import { type VoiceFiles, writeVoices } from '../voices.ts';
import { askThroughNginx } from './askThroughNginx.ts';
import { readPath } from './readPath.ts';
import { DOMAIN, prepareStack, PROJECT, type Stack } from './stack.ts';
import { watchAnswers } from './watchAnswers.ts';

/**
 * The whole service as an operator brings it up: nginx, two servers, PostgreSQL, Redis and coturn in containers, used
 * by two browsers from outside. One story in chapters, each building on the one before.
 */

const IMAGE = 'suhbatdosh-server:local';
const IMAGE_LIMIT_MB = 300;
const SETTINGS = {
  SERVER_REPLICAS: '2',
  ROULETTE_INTERVAL_SECONDS: '5',
  // The hardest way for a voice: through the relay, over TLS, on the port of the app.
  TURN_URLS: `turns:turn.${DOMAIN}:443?transport=tcp`,
  ICE_TRANSPORT_POLICY: 'relay',
};

let stack: Stack;
let voices: VoiceFiles;
let madina: DrivenLearner;
let jasur: DrivenLearner;
/** What servers that are gone by now had logged. */
const formerLogs: string[] = [];

const open = (name: string, voice: 'low' | 'high', locale: 'uz' | 'en'): Promise<DrivenLearner> =>
  driveLearner(name, { voice, locale, voices, origin: stack.origin, browserFlags: stack.browserFlags });

const print = (text: string): void => void process.stdout.write(`${text}\n`);

/** How many sockets each running server holds. */
async function socketsOfServers(): Promise<number[]> {
  const ask = `fetch('http://127.0.0.1:3000/metrics',{headers:{authorization:'Bearer '+process.env.METRICS_TOKEN}}).then(async r=>console.log(/^suhbatdosh_sockets (\\d+)/m.exec(await r.text())[1]))`;
  const ids = await stack.containers('server');
  return Promise.all(ids.map(async (id) => Number(await stack.docker('exec', id, 'node', '-e', ask))));
}

async function talk(): Promise<void> {
  await madina.find('level');
  await jasur.find('level');
  await Promise.all([madina.untilTalking(jasur), jasur.untilTalking(madina)]);
}

async function expectChatBothWays(word: string): Promise<void> {
  await madina.writeInChat(`${word} from Madina`);
  await jasur.untilChatHas(`${word} from Madina`);
  await jasur.writeInChat(`${word} from Jasur`);
  await madina.untilChatHas(`${word} from Jasur`);
}

beforeAll(async () => {
  [stack, voices] = await Promise.all([prepareStack(SETTINGS), writeVoices()]);
  await stack.compose('build', '--quiet');
  await stack.compose('up', '--detach', '--wait');
});
afterAll(async () => {
  await madina?.close();
  await jasur?.close();
  await voices?.remove();
  await stack?.remove();
});

test('everything is up and healthy, and the image carries no more than it needs', async () => {
  const rows = (await stack.compose('ps', '--format', 'json')).split('\n').filter(Boolean);
  const services = rows.map((row) => JSON.parse(row) as { Service: string; Health: string });
  expect(services.map(({ Service }) => Service).toSorted()).toEqual([
    'coturn',
    'nginx',
    'postgres',
    'redis',
    'server',
    'server',
  ]);
  expect(services.filter(({ Health }) => Health !== 'healthy')).toEqual([]);

  const image = await stack.docker('image', 'inspect', '--format', '{{.Size}} {{.Config.User}}', IMAGE);
  const [bytes, user] = image.trim().split(' ');
  print(`image: ${Math.round(Number(bytes) / 1e6)} MB`);
  expect(Number(bytes) / 1e6).toBeLessThanOrEqual(IMAGE_LIMIT_MB);
  expect(user).toBe('node');
});

test('no secret is in a layer of the image', async () => {
  const secrets = await stack.secrets();
  expect([...secrets.keys()].toSorted()).toEqual(['METRICS_TOKEN', 'POSTGRES_PASSWORD', 'TURN_SECRET']);
  const history = await stack.docker('history', '--no-trunc', '--format', '{{.CreatedBy}}', IMAGE);
  const files = await stack.docker(
    'run',
    '--rm',
    '--entrypoint',
    'sh',
    IMAGE,
    '-c',
    'find / -xdev -name ".env*" -not -path "*/node_modules/*" -print 2>/dev/null; true',
  );
  for (const secret of secrets.values()) expect(history).not.toContain(secret);
  expect(files.trim()).toBe('');
});

test('two people reach the app over TLS, are matched on two servers, and talk through the relay on port 443', async () => {
  madina = await open('Madina', 'low', 'uz');
  await madina.register();
  // nginx chooses a server for each connection anew: reloading moves to the other sooner or later.
  jasur = await open('Jasur', 'high', 'en');
  await jasur.register();
  await expect
    .poll(
      async () => {
        const sockets = await socketsOfServers();
        if (!sockets.includes(0)) return sockets;
        await jasur.page.reload();
        await jasur.heading('home.hello', { name: 'Jasur' }).waitFor();
        return socketsOfServers();
      },
      { timeout: 60_000, interval: 1000 },
    )
    .toEqual([1, 1]);

  await talk();
  await expectToHearEachOther(madina, jasur);
  await expectChatBothWays('hello');
  for (const { page } of [madina, jasur]) {
    expect(await readPath(page)).toMatchObject({ candidateType: 'relay', relayProtocol: 'tls' });
  }
});

test('the servers may die in the middle of a call: the voices go on, and what was written arrives', async () => {
  await stack.compose('kill', 'server');
  expect(await stack.containers('server')).toEqual([]);
  await expectToHearEachOther(madina, jasur);
  await madina.writeInChat('written to nobody');
  await stack.compose('up', '--detach', '--wait', 'server');
  await jasur.untilChatHas('written to nobody');
  await expectToHearEachOther(madina, jasur);
});

test('a third server joins without anybody noticing', async () => {
  const before = await stack.containers('server');
  await stack.compose('up', '--detach', '--wait', '--no-recreate', '--scale', 'server=3', 'server');
  const after = await stack.containers('server');
  expect(after).toHaveLength(3);
  expect(after).toEqual(expect.arrayContaining(before));
  await expectChatBothWays('three');
});

test('every server is replaced, one after the other, and no session is lost, no request refused', async () => {
  const old = await stack.containers('server');
  const answers = watchAnswers();
  for (const id of old) {
    await stack.docker('stop', '--time', '30', id);
    formerLogs.push(await stack.docker('logs', id));
    await stack.docker('rm', id);
    await stack.compose('up', '--detach', '--wait', '--no-recreate', '--scale', 'server=3', 'server');
    await sleep(1000);
  }
  const seen = await answers.stop();
  print(`answers during the replacement: ${JSON.stringify(seen)}`);
  expect(Object.keys(seen)).toEqual(['200']);
  const now = await stack.containers('server');
  expect(now).toHaveLength(3);
  expect(now.filter((id) => old.includes(id))).toEqual([]);

  await expectToHearEachOther(madina, jasur);
  await expectChatBothWays('replaced');
  await jasur.hangUp();
  await jasur.page.getByText(jasur.say('after.left')).waitFor();
  await madina.page.getByText(madina.say('after.partner_left')).waitFor();
});

test('the doctor finds everything well, and the relay relays over TLS on port 443', async () => {
  const report = await stack.operate(['doctor']);
  print(report);
  expect(report).toMatch(/^ok +relay +turns:turn/m);
  expect(report).toMatch(/^ok +certificate/m);
  expect(report).toMatch(/ 0 failed$/m);
});

test('the same image serves with the settings of render.yaml, at the port that it is given', async () => {
  const port = '10000';
  const settings = {
    NODE_ENV: 'production',
    PORT: port,
    PUBLIC_ORIGIN: 'https://suhbatdosh.onrender.com',
    TRUST_PROXY: '1',
    METRICS_TOKEN: 'a-token-that-the-platform-makes',
    OPERATOR_SOCKET: '/tmp/operator.sock',
    DATABASE_URL: `postgres://suhbatdosh:${(await stack.secrets()).get('POSTGRES_PASSWORD')}@postgres:5432/suhbatdosh`,
    REDIS_URL: 'redis://redis:6379',
  };
  const given = Object.entries(settings).flatMap(([name, value]) => ['--env', `${name}=${value}`]);
  const network = `${PROJECT}_data`;
  const id = (await stack.docker('run', '--detach', '--network', network, ...given, IMAGE)).trim();
  try {
    const ask = `fetch('http://127.0.0.1:${port}/readyz').then((r) => console.log(r.status), () => console.log('none'))`;
    await expect
      .poll(async () => (await stack.docker('exec', id, 'node', '-e', ask)).trim(), { timeout: 60_000 })
      .toBe('200');
  } finally {
    await stack.docker('rm', '--force', id);
  }
});

test('after a backup everything may be destroyed: it is restored, and one logs in again', async () => {
  const login = { username: 'operator', password: 'a horse that reads the map' };
  await stack.operate(['create-admin', login.username], `${login.password}\n`);
  expect(await askThroughNginx('/trpc/auth.login', login)).toBe('200');

  await stack.compose('--profile', 'backup', 'run', '--rm', 'backup', 'once');
  const [dump = ''] = await readdir(join(stack.folder, 'backups'));
  expect(dump).toMatch(/\.dump$/);
  formerLogs.push(await stack.compose('logs', '--no-color', '--no-log-prefix'));
  await stack.compose('down', '--volumes');
  await stack.compose('up', '--detach', '--wait');
  expect(await askThroughNginx('/trpc/auth.login', login)).toBe('401');

  await stack.compose('stop', 'server');
  await stack.compose('--profile', 'backup', 'run', '--rm', 'backup', 'restore', dump);
  await stack.compose('up', '--detach', '--wait');
  expect(await askThroughNginx('/trpc/auth.login', login)).toBe('200');
});

test('no secret is in a log, and nothing complained of a fault', async () => {
  const logs = [...formerLogs, await stack.compose('logs', '--no-color', '--no-log-prefix')].join('\n');
  for (const [name, secret] of await stack.secrets()) expect(logs.includes(secret), name).toBe(false);
  expect(logs.split('\n').filter((line) => /"level":"(error|fatal)"/.test(line))).toEqual([]);
  expect(logs).toContain('"level":"info"');
});
