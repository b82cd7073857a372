import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aServer, type TestServer } from '../testing/aServer.ts';
import { createApiClient, type ApiClient } from '../testing/apiClient.ts';
import type { CommandResult } from './Command.ts';
import { commands } from './commands.ts';
import { toOperatorWords } from './toOperatorWords.ts';

/** The commands on a whole server with an embedded database, beside people who use it. */

let server: TestServer;
beforeAll(async () => {
  server = await aServer();
}, 60_000);
afterAll(() => server.stop(), 60_000);

const PASSWORD = 'seven blue melons';

async function run(
  name: string,
  input: Record<string, unknown> = {},
): Promise<CommandResult & { lines: string[] }> {
  const command = commands.find((one) => one.name === name);
  if (command === undefined) throw new Error(`no command ${name}`);
  const lines: string[] = [];
  const result = await command.run(server.desk, input, (line) => void lines.push(line));
  return { ...result, lines };
}

/** What an operator reads when it fails. */
const refusalOf = (running: Promise<unknown>): Promise<string | null> =>
  running.then(() => 'done', toOperatorWords);

const logIn = (username: string, password: string): Promise<unknown> =>
  createApiClient(server.baseUrl).http('mutation', 'auth.login', { username, password });

let lastName = 0;
const aName = (): string => `person_${++lastName}`;

async function aConnected(fields: Record<string, unknown>): Promise<ApiClient & { id: string }> {
  const client = await server.aLearner(fields);
  const { id } = (await client.http('query', 'auth.me')) as { id: string };
  await client.connect();
  await client.listen();
  await client.event('snapshot');
  return { ...client, id };
}

describe('create-admin', () => {
  test('makes somebody who can log in and may do everything, under a name that nobody else gets', async () => {
    const { isOk, lines } = await run('create-admin', { username: 'admin', password: PASSWORD });
    expect([isOk, lines]).toEqual([true, ['made the admin admin; log in at http://app.test']]);
    expect(await logIn('admin', PASSWORD)).toMatchObject({ username: 'admin', role: 'admin' });
  });

  test('takes no name twice, and no password that anybody would try', async () => {
    const username = aName();
    await server.aLearner({ username });
    expect(await refusalOf(run('create-admin', { username, password: PASSWORD }))).toContain('set-role');
    expect(await refusalOf(run('create-admin', { username: aName(), password: 'password123' }))).toContain(
      'too common',
    );
  });
});

test('set-role changes what somebody may do', async () => {
  const username = aName();
  const client = await server.aLearner({ username });
  await run('set-role', { username, role: 'moderator' });
  expect(await client.http('query', 'auth.me')).toMatchObject({ role: 'moderator' });
  expect(await refusalOf(run('set-role', { username: 'nobody.here', role: 'admin' }))).toContain(
    'no such account',
  );
});

test('set-password gives a new one and ends every login, also the open sockets', async () => {
  const username = aName();
  const client = await server.aLearner({ username, email: `${username}@example.org` });
  const socket = await client.connect();
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  await run('set-password', { username: `${username}@EXAMPLE.org`, password: PASSWORD });
  expect(await closed).toBe(4401);
  expect(await client.http('query', 'auth.me')).toBeNull();
  await expect(logIn(username, 'qovun polvon 77')).rejects.toMatchObject({ appCode: 'WRONG_CREDENTIALS' });
  expect(await logIn(username, PASSWORD)).toMatchObject({ username });
  expect(await refusalOf(run('set-password', { username, password: `${username}1` }))).toContain(
    'too common',
  );
});

describe('two who talked, and one who reports', () => {
  const [good, bad] = [aName(), aName()];
  let reported: ApiClient & { id: string };
  let reportId: string;
  beforeAll(async () => {
    const reporter = await aConnected({ username: good, currentBand: 2 });
    reported = await aConnected({ username: bad, currentBand: 2 });
    for (const client of [reporter, reported]) {
      await client.mutate('queue.join', { mode: 'level', deviceId: client.deviceId });
    }
    const { session } = await reporter.event('matched');
    for (const client of [reporter, reported]) {
      await client.mutate('session.connected', { sessionId: session.id, path: 'direct' });
    }
    const text = 'send me money\nnow';
    await reported.mutate('session.chat', { sessionId: session.id, text, clientMessageId: randomUUID() });
    const input = {
      userId: reported.id,
      sessionId: session.id,
      reason: 'asks_money_or_contacts',
      text: 'Twice\nin a call',
    };
    reportId = ((await reporter.mutate('safety.report', input)) as { id: string }).id;
  });

  test('are on the list of open reports', async () => {
    const { lines, data } = await run('list-reports');
    expect(lines[0]).toMatch(/^id +time +reason +by +about +status$/);
    expect(lines.join('\n')).toMatch(
      new RegExp(`${reportId}  .*asks_money_or_contacts  ${good} +${bad} +open`),
    );
    expect(data).toMatchObject([{ id: reportId, reporter: good, reported: bad, handledAt: null }]);
  });

  test('are shown with what was written, found by a part of the id', async () => {
    for (const id of [reportId, reportId.slice(-6), reportId.slice(0, 30)]) {
      const { lines } = await run('show-report', { id });
      const text = lines.join('\n');
      expect(text).toContain(`by ${good}`);
      expect(text).toContain('\n  Twice\n  in a call\n');
      expect(text).toMatch(new RegExp(`\n  \\d\\d:\\d\\d:\\d\\d  ${bad}: send me money\n +now$`));
    }
    expect(await refusalOf(run('show-report', { id: randomUUID() }))).toContain('no such account or report');
    expect(await refusalOf(run('show-report', { id: '%%%%' }))).toBeNull();
  });

  test('are counted', async () => {
    const { data, lines } = await run('stats');
    expect(data).toMatchObject({
      sessions: { inDay: 1, inWeek: 1, heardShare: 1, relayShare: 0, medianTalkMs: expect.any(Number) },
      openReports: 1,
      now: { sessions: 0, waiting: { roulette: 0, level: 0 } },
    });
    expect(lines).toContain('reports   1 open');
  });

  test('are off the list once somebody has handled it, and keep the time of the first', async () => {
    const first = await run('resolve-report', { id: reportId });
    const again = await run('resolve-report', { id: reportId });
    expect(again.data).toEqual(first.data);
    expect((await run('list-reports')).lines).toEqual(['there are no open reports']);
    expect((await run('list-reports', { all: true })).data).toHaveLength(1);
  });

  test('a ban ends within a second what the person has open, and a lifted one lets in again', async () => {
    const socket = await reported.connect();
    const began = performance.now();
    const closed = new Promise<number>((resolve) => socket.once('close', resolve));
    await run('ban', { username: bad });
    expect(await closed).toBe(4401);
    expect(performance.now() - began).toBeLessThan(1_000);
    await expect(logIn(bad, 'qovun polvon 77')).rejects.toMatchObject({ appCode: 'BANNED' });
    expect((await run('list-reports', { all: true })).lines[1]).toContain(`${bad} (banned)`);
    await run('unban', { username: reported.id });
    expect(await logIn(bad, 'qovun polvon 77')).toMatchObject({ username: bad });
  });
});

test('vapid says the public key, and makes another one when it is told to', async () => {
  const first = await run('vapid');
  expect(first.lines).toEqual([expect.stringMatching(/^[\w-]{87}$/)]);
  expect(await createApiClient(server.baseUrl).http('query', 'push.publicKey')).toEqual({
    key: first.lines[0],
  });
  const next = await run('vapid', { rotate: true });
  expect(next.lines[0]).not.toBe(first.lines[0]);
  expect((await run('vapid')).lines).toEqual([next.lines[0]]);
});

test('what needs another kind of server says so', async () => {
  expect(await refusalOf(run('turn-test'))).toContain('set TURN_URLS');
  expect(await refusalOf(run('restore', { file: '/nowhere' }))).toContain('stop it first');
});
