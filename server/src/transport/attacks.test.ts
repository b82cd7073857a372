import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { aQuery, aSubscription, closeSocket, openSocket } from './testing/openSocket.ts';
import type { Condition } from './testing/attackedServer.ts';
import { sendRaw, speak, upgradeRequest } from './testing/speakHttp.ts';
import { ORIGIN } from './testing/startTestServer.ts';

/**
 * Attacks on a server in a process of its own, so that a crash is one and its memory and its event loop can be
 * measured. Each was seen to work on tRPC's and ws's defaults.
 */
const MIB = 1024 * 1024;
const LONGEST_BLOCK_MS = 200;
const MOST_GROWTH = 150 * MIB;

let child: ChildProcess;
let port: number;
let before: Condition;

async function ask(question: 'condition' | 'reset'): Promise<Condition> {
  child.send(question);
  const [{ condition }] = (await once(child, 'message')) as [{ condition: Condition }];
  return condition;
}

beforeAll(async () => {
  const limits = JSON.stringify({ headersMs: 1000, requestMs: 1500, closeMs: 200, roundMs: 100 });
  child = fork(new URL('./testing/attackedServer.ts', import.meta.url), [limits], { execArgv: [] });
  const [ready] = (await once(child, 'message')) as [{ port: number }];
  port = ready.port;
  // The first requests compile code, which is no attack's fault.
  await closeSocket(await openSocket(port));
  await speak(port, { path: '/trpc/thing.optional' });
});
afterAll(async () => {
  child.kill('SIGKILL');
  await once(child, 'exit');
});

beforeEach(async () => {
  before = await ask('reset');
});

/** Still there, not having held up anybody else, and not having grown. */
async function expectUnharmed(): Promise<void> {
  expect(child.exitCode).toBe(null);
  expect((await speak(port, { path: '/healthz' })).status).toBe(200);
  const after = await ask('condition');
  expect(after.longestBlockMs).toBeLessThan(LONGEST_BLOCK_MS);
  expect(after.rssBytes - before.rssBytes).toBeLessThan(MOST_GROWTH);
  await vi.waitFor(async () => {
    expect(await ask('condition')).toMatchObject({ sockets: 0, liveStreams: 0 });
  }, 4000);
}

/** A socket past its handshake, to write frames on by hand; what comes back is read and dropped unless paused. */
async function openBare(): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(upgradeRequest());
  const [head] = (await once(socket, 'data')) as [Buffer];
  expect(head.toString()).toMatch(/^HTTP\/1.1 101 /);
  socket.resume();
  return socket;
}

/** A client's frame (RFC 6455, 5.2) with a mask of zeros; `first` is the byte of flags and opcode. */
function frame(payload: Buffer, first = 0x81, length = BigInt(payload.length)): Buffer {
  const head = Buffer.alloc(14);
  head[0] = first;
  head[1] = 0x80 | 127;
  head.writeBigUInt64BE(length, 2);
  return Buffer.concat([head, payload]);
}

async function closeCodeAfter(...bytes: Buffer[]): Promise<number> {
  const socket = await openBare();
  const received: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => received.push(chunk));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  for (const chunk of bytes) socket.write(chunk);
  await closed;
  const all = Buffer.concat(received);
  const at = all.lastIndexOf(0x88);
  return at === -1 ? 0 : all.readUInt16BE(at + 2);
}

test.each(['//', '///', '//[', '//a:99999/x', '/\\', '/trpc?connectionParams=1', '//a:99999/trpc'])(
  'an upgrade to %s does not end the process',
  async (url) => {
    await sendRaw(port, upgradeRequest({ url }), Buffer.from([0xf1, 0x80, 0, 0, 0, 0]));
    await expectUnharmed();
  },
);

test.each(['a b', 'a:99999', '[::1', ''])(
  'an upgrade for the host %j does not end the process',
  async (host) => {
    const socket = await openSocket(port, 'ann', { host });
    await closeSocket(socket);
    await expectUnharmed();
  },
);

describe('a frame that breaks the protocol only closes its own socket', () => {
  const text = Buffer.from('{}');
  test.each<[string, number, Buffer[]]>([
    ['RSV2', 1002, [frame(text, 0xa1)]],
    ['compression that was not agreed on', 1002, [frame(text, 0xc1)]],
    ['no mask', 1002, [Buffer.from([0x81, 2, 0x7b, 0x7d])]],
    ['an unknown opcode', 1002, [frame(text, 0x83)]],
    ['a fragmented control frame', 1002, [frame(text, 0x09)]],
    ['text that is not UTF-8', 1007, [frame(Buffer.from([0xff, 0xfe]))]],
    ['a length of 101 MiB', 1009, [frame(Buffer.alloc(0), 0x81, 101n * 1024n * 1024n)]],
    ['a length of 2^53', 1009, [frame(Buffer.alloc(0), 0x81, 2n ** 53n)]],
    [
      'fragments beyond the size of a message',
      1009,
      [frame(Buffer.alloc(40_000, 0x20), 0x01), frame(Buffer.alloc(40_000, 0x20), 0x80)],
    ],
    [
      'ten thousand tiny fragments',
      1008,
      [frame(Buffer.from(' '), 0x01), ...Array<Buffer>(10_000).fill(frame(Buffer.from(' '), 0x00))],
    ],
  ])('%s: %i', async (_what, code, bytes) => {
    expect(await closeCodeAfter(...bytes)).toBe(code);
    await expectUnharmed();
  });
});

test('a frame of 90 MB is refused at its head', async () => {
  const socket = await openSocket(port);
  socket.send(`[${'{},'.repeat(30 * MIB)}{}]`);
  expect([1006, 1009]).toContain(await socket.closed);
  await expectUnharmed();
});

test('a frame full of the smallest calls is not answered one by one', async () => {
  const socket = await openSocket(port);
  let answered = 0;
  socket.ws.on('message', () => (answered += 1));
  socket.send(`[${'{"id":1},'.repeat(7000)}{"id":1}]`);
  expect(await socket.closed).toBe(1008);
  expect(answered).toBe(0);
  await expectUnharmed();
});

test('fifty thousand subscriptions become three', async () => {
  const socket = await openSocket(port);
  for (let id = 0; id < 50_000; id++) socket.call(aSubscription(id, 'events.stream', { deviceId: 'd' }));
  expect([1006, 1008]).toContain(await socket.closed);
  await expectUnharmed();
});

test('fifty thousand calls in flight become sixty-four', async () => {
  const socket = await openSocket(port);
  for (let id = 0; id < 50_000; id++) socket.call(aQuery(id, 'thing.hang'));
  expect([1006, 1008]).toContain(await socket.closed);
  await expectUnharmed();
});

test('a reader that does not read is cut, whatever streams to it', async () => {
  const socket = await openBare();
  socket.pause();
  for (const id of [1, 2, 3]) {
    const call = aSubscription(id, 'events.flood', { chunk: 50_000 });
    socket.write(frame(Buffer.from(JSON.stringify(call))));
  }
  await vi.waitFor(async () => expect((await ask('condition')).sockets).toBe(0), 5000);
  socket.destroy();
  await expectUnharmed();
});

test('a thousand large answers that nobody reads are not kept', async () => {
  const socket = await openBare();
  socket.pause();
  for (let id = 0; id < 1000; id++)
    socket.write(frame(Buffer.from(JSON.stringify(aQuery(id, 'thing.mebibytes', 1)))));
  await vi.waitFor(async () => expect((await ask('condition')).sockets).toBe(0), 5000);
  socket.destroy();
  await expectUnharmed();
});

test('three hundred sockets of one user become sixteen', async () => {
  const statuses = await Promise.all(
    Array.from({ length: 300 }, async () => {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.write(upgradeRequest());
      const [head] = (await once(socket, 'data')) as [Buffer];
      return { socket, status: head.toString().slice(9, 12) };
    }),
  );
  expect(statuses.filter(({ status }) => status === '101')).toHaveLength(16);
  expect(statuses.filter(({ status }) => status === '429')).toHaveLength(284);
  for (const { socket } of statuses) socket.destroy();
  await expectUnharmed();
});

test('a body of 200 MiB is not read', async () => {
  const head = `POST /trpc/auth.login HTTP/1.1\r\nHost: a\r\nOrigin: ${ORIGIN}\r\nContent-Type: application/json\r\n`;
  const sent = sendRaw(port, `${head}Content-Length: ${200 * MIB}\r\n\r\n`, Buffer.alloc(8 * MIB));
  expect(await sent).toMatch(/^(HTTP\/1.1 413 |$)/);
  await expectUnharmed();
});

test.each([
  ['half a head', 'GET /trpc HTTP/1.1\r\nHost: a\r\n'],
  [
    'half a body',
    `POST /trpc/auth.login HTTP/1.1\r\nHost: a\r\nOrigin: ${ORIGIN}\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{"pass`,
  ],
])('%s is not waited for', async (_what, half) => {
  expect(await sendRaw(port, half)).toMatch(/^HTTP\/1.1 408 /);
  await expectUnharmed();
});

test('garbage for HTTP is a 400', async () => {
  expect(await sendRaw(port, '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n')).toMatch(
    /^HTTP\/1.1 400 /,
  );
  expect(await sendRaw(port, 'GET / HTTP/1.1\r\n\r\n')).toMatch(/^HTTP\/1.1 400 /);
  await expectUnharmed();
});

test('text nested sixty thousand levels deep is refused on both ways in', async () => {
  const deep = '['.repeat(60_000);
  const socket = await openSocket(port);
  socket.send(deep);
  expect(await socket.next()).toMatchObject({ id: null, error: { data: { appCode: 'WRONG_INPUT' } } });
  await closeSocket(socket);
  const headers = { origin: ORIGIN, 'content-type': 'application/json' };
  expect((await speak(port, { method: 'POST', path: '/trpc/auth.login', headers, body: deep })).status).toBe(
    400,
  );
  await expectUnharmed();
});
