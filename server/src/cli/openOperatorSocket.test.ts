import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createVirtualClock } from '../clock/virtualClock.ts';
import { readConfig } from '../config.ts';
import { AppError } from '../contract/errors.ts';
import { createLogger } from '../transport/createLogger.ts';
import { askOperatorSocket } from './askOperatorSocket.ts';
import { CommandError, defineCommand, UsageError } from './Command.ts';
import type { Desk } from './Desk.ts';
import { openOperatorSocket } from './openOperatorSocket.ts';

const nobody = async (): Promise<never> => {
  throw new CommandError('there is no house here');
};
const desk: Desk = {
  config: readConfig({}),
  clock: createVirtualClock(),
  isServer: true,
  house: nobody,
  databaseFacts: nobody,
};

const words = { summary: '', usage: '', details: [], places: [], options: {}, secret: null };
/** Two that begin before either ends meet. */
const waiting: (() => void)[] = [];
const commands = [
  defineCommand({
    ...words,
    name: 'count',
    input: z.strictObject({ to: z.int().min(1).max(9) }),
    async run(_desk, { to }, say) {
      for (let number = 1; number <= to; number++) say(String(number));
      return { isOk: to < 9, data: { to } };
    },
  }),
  defineCommand({
    ...words,
    name: 'meet',
    input: z.strictObject({}),
    async run() {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        if (waiting.length === 2) for (const go of waiting) go();
      });
      return { isOk: true, data: null };
    },
  }),
  defineCommand({
    ...words,
    name: 'fail',
    input: z.strictObject({ how: z.enum(['known', 'unknown']) }),
    async run(_desk, { how }) {
      throw how === 'known' ? new AppError('NOT_FOUND') : new Error('select password from account');
    },
  }),
];

let folder: string;
let path: string;
const opened: { close(): Promise<void> }[] = [];
const open = async (): Promise<void> => {
  opened.push(await openOperatorSocket({ path, desk, commands, logger: createLogger('silent') }));
};
const ask = async (command: string, input: Record<string, unknown> = {}): Promise<unknown> => {
  const lines: string[] = [];
  const result = await askOperatorSocket(path, { command, input }, (line) => void lines.push(line));
  return result && { ...result, lines };
};
/** What comes back for bytes that are no request of ours. */
async function send(bytes: string): Promise<string> {
  const socket = connect(path);
  socket.on('error', () => {});
  socket.write(bytes);
  let answer = '';
  socket.on('data', (chunk: Buffer) => {
    answer += chunk.toString();
  });
  await once(socket, 'close');
  return answer;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'suhbatdosh-operator-'));
  path = join(folder, 'data/operator.sock');
});
afterEach(async () => {
  for (const socket of opened.splice(0)) await socket.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the operator’s socket', () => {
  test('carries a command out and streams what it says', async () => {
    await open();
    expect(await ask('count', { to: 3 })).toEqual({ isOk: true, data: { to: 3 }, lines: ['1', '2', '3'] });
    expect(await ask('count', { to: 9 })).toMatchObject({ isOk: false });
  });

  test('carries out two commands at once', async () => {
    await open();
    expect(await Promise.all([ask('meet'), ask('meet')])).toEqual([
      { isOk: true, data: null, lines: [] },
      { isOk: true, data: null, lines: [] },
    ]);
  });

  test('is for the user of the server alone', async () => {
    await open();
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'data')).mode & 0o077).toBe(0);
  });

  test.each([
    ['count', { to: 10 }, UsageError, /TO: must be at most 9/],
    ['count', {}, UsageError, /TO: is missing/],
    ['count', { to: 1, more: 1 }, UsageError, /does not know more/],
    ['nothing', {}, UsageError, /knows no command nothing/],
    ['x'.repeat(41), {}, UsageError, /cannot be read/],
    ['fail', { how: 'known' }, CommandError, /no such account/],
    ['fail', { how: 'unknown' }, CommandError, /the log of the server says why/],
  ] as const)('answers %s %j with a refusal', async (command, input, kind, refusal) => {
    await open();
    await expect(ask(command, input)).rejects.toThrow(kind);
    await expect(ask(command, input)).rejects.toThrow(refusal);
  });

  test.each(['\n', 'hello\n', '{}\n', '[]\n', '{"command":"count"}\n', '{"command":"count","input":[]}\n'])(
    'refuses what is no request: %j',
    async (bytes) => {
      await open();
      expect(JSON.parse(await send(bytes))).toMatchObject({ type: 'refusal', kind: 'usage' });
    },
  );

  test('reads no request of more than 16 KiB', async () => {
    await open();
    expect(await send('x'.repeat(16 * 1024 + 1))).toContain('the request is too long');
    expect(await ask('count', { to: 1 })).toMatchObject({ isOk: true });
  });

  test('a server that was killed leaves a socket behind that the next one takes over', async () => {
    const killed = spawn(process.execPath, [
      '-e',
      `require('fs').mkdirSync(${JSON.stringify(join(folder, 'data'))});require('net').createServer().listen(${JSON.stringify(path)}, () => console.log('listening'))`,
    ]);
    await once(killed.stdout, 'data');
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    expect(existsSync(path)).toBe(true);
    expect(await ask('count', { to: 1 })).toBeNull();
    await open();
    expect(await ask('count', { to: 1 })).toMatchObject({ isOk: true });
  });

  test('a running server keeps it from another, and takes it along when it ends', async () => {
    await open();
    await expect(open()).rejects.toThrow('another running server has it');
    expect(await ask('count', { to: 1 })).toMatchObject({ isOk: true });
    await opened.splice(0)[0]?.close();
    expect(existsSync(path)).toBe(false);
    expect(await ask('count', { to: 1 })).toBeNull();
  });

  test('where none is, nobody answers', async () => {
    expect(await ask('count', { to: 1 })).toBeNull();
  });
});
