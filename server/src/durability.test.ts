import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from './database/openDatabase.ts';
import { ChatMessage } from './sessions/ChatMessage.entity.ts';
import { createApiClient, type ApiClient } from './testing/apiClient.ts';
import { aServerProcess } from './testing/aServerProcess.ts';

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'suhbatdosh-'));
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

const PASSWORD = 'qovun polvon 77';
const aPerson = (username: string) => ({
  username,
  password: PASSWORD,
  displayName: 'Madina',
  currentBand: 6,
  targetBand: 7,
  birthYear: 2000,
});

async function inCall(clients: readonly ApiClient[]): Promise<string> {
  for (const client of clients) {
    await client.connect();
    await client.listen();
    await client.mutate('queue.join', { mode: 'level', deviceId: client.deviceId });
  }
  return (await clients[0]?.event('matched'))?.session.id ?? '';
}

test('a server that is killed at any moment loses nothing that it has acknowledged, and starts again', async () => {
  const registered: string[] = [];
  const written: string[] = [];

  for (let round = 0; round < 3; round++) {
    const server = await aServerProcess({ DATA_DIR: dataDir });
    const newClient = (): ApiClient => createApiClient(server.baseUrl);
    for (const username of registered) {
      const login = newClient().http('mutation', 'auth.login', { username, password: PASSWORD });
      await expect(login, username).resolves.toMatchObject({ username });
    }

    const talking = [newClient(), newClient()] as const;
    for (const [side, client] of talking.entries()) {
      const username = `talker_${round}_${side}`;
      await client.http('mutation', 'auth.register', aPerson(username));
      registered.push(username);
    }
    const sessionId = await inCall(talking);

    let isAlive = true;
    const registering = (async () => {
      for (let number = 0; isAlive; number++) {
        const username = `learner_${round}_${number}`;
        await newClient().http('mutation', 'auth.register', aPerson(username));
        registered.push(username);
      }
    })().catch(() => undefined);
    const writing = (async () => {
      for (let number = 0; number < 5; number++) {
        const clientMessageId = randomUUID();
        await talking[0].mutate('session.chat', { sessionId, text: `message ${number}`, clientMessageId });
        written.push(clientMessageId);
      }
    })();
    // Killed in the middle of registrations, at another moment each round.
    const enough = registered.length + 3 + round * 4;
    while (registered.length < enough) await new Promise((resolve) => void setImmediate(resolve));
    isAlive = false;
    await server.end('SIGKILL');
    await Promise.race([
      Promise.all([registering, writing]),
      new Promise((resolve) => void setImmediate(resolve)),
    ]);
  }

  const database = await openDatabase({ databaseUrl: null, dataDir });
  const found = await database.use((em) => em.findAll(ChatMessage, { fields: ['clientMessageId'] }));
  await database.close();
  expect(found.map((message) => message.clientMessageId)).toEqual(expect.arrayContaining(written));
  expect(registered.length).toBeGreaterThanOrEqual(15);
  expect(written.length).toBeGreaterThanOrEqual(5);
}, 180_000);

test('a server that is asked to stop does so in time, with 0, and lets go of its database', async () => {
  for (let round = 0; round < 2; round++) {
    const server = await aServerProcess({ DATA_DIR: dataDir });
    expect(await server.end('SIGTERM')).toBe(0);
  }
}, 120_000);
