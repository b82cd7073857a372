import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import type { Logger } from 'pino';
import { type Command, UsageError } from './Command.ts';
import type { Desk } from './Desk.ts';
import { type OperatorReply, operatorRequest, REQUEST_BYTES } from './operatorWire.ts';
import { toOperatorWords } from './toOperatorWords.ts';

interface OperatorSocketOptions {
  /** Where the socket is made. */
  path: string;
  desk: Desk;
  commands: readonly Command[];
  logger: Logger;
}

interface OperatorSocket {
  close(): Promise<void>;
  /** When the process ends: nothing is waited for. */
  remove(): void;
}

/** Operators at once; more than one is rare. */
const CALLERS_MAX = 8;
/** In which a request must have come. */
const REQUEST_MS = 5_000;

/**
 * Lets an operator on this machine give commands to the running server. Nothing else has its database while it is
 * embedded, and only it reaches the people who are here.
 * Rejects when the place cannot be used, or another running server has it.
 */
export async function openOperatorSocket(options: OperatorSocketOptions): Promise<OperatorSocket> {
  const { path } = options;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const callers = new Set<Socket>();
  const server = createServer((socket) => {
    callers.add(socket);
    socket.once('close', () => callers.delete(socket));
    socket.on('error', () => socket.destroy());
    serve(socket, options);
  });
  server.maxConnections = CALLERS_MAX;
  if (await hasListener(path)) throw new Error('another running server has it');
  // What a server that was killed has left.
  rmSync(path, { force: true });
  await listen(server, path);
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const caller of callers) caller.destroy();
      }),
    remove: () => rmSync(path, { force: true }),
  };
}

function hasListener(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** There is no moment in which others may open it: it is made under a mask. */
function listen(server: Server, path: string): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    const mask = process.umask(0o177);
    try {
      server.listen(path, () => {
        server.off('error', reject);
        resolve();
      });
    } finally {
      process.umask(mask);
    }
  }).then(() => chmodSync(path, 0o600));
}

function serve(socket: Socket, options: OperatorSocketOptions): void {
  let bytes = Buffer.alloc(0);
  const reply = (message: OperatorReply): void => void socket.write(`${JSON.stringify(message)}\n`);
  const refuse = (kind: 'usage' | 'failed', words: string): void => {
    reply({ type: 'refusal', kind, words });
    socket.end();
  };
  socket.setTimeout(REQUEST_MS, () => refuse('failed', 'no request came'));
  const onData = (chunk: Buffer): void => {
    bytes = Buffer.concat([bytes, chunk]);
    const end = bytes.indexOf('\n');
    if (bytes.length > REQUEST_BYTES) {
      socket.off('data', onData);
      socket.resume();
      refuse('usage', 'the request is too long');
    } else if (end !== -1) {
      socket.off('data', onData);
      socket.resume();
      socket.setTimeout(0);
      carryOut(bytes.subarray(0, end).toString(), options, reply).then(
        () => socket.end(),
        (error: unknown) => {
          if (error instanceof UsageError) return refuse('usage', error.message);
          const words = toOperatorWords(error);
          if (words === null) options.logger.error({ err: error }, 'a command failed');
          return refuse('failed', words ?? 'that failed; the log of the server says why');
        },
      );
    }
  };
  socket.on('data', onData);
}

async function carryOut(
  line: string,
  { commands, desk, logger }: OperatorSocketOptions,
  reply: (message: OperatorReply) => void,
): Promise<void> {
  const request = readRequest(line);
  const command = commands.find(({ name }) => name === request.command);
  if (command === undefined) throw new UsageError(`the running server knows no command ${request.command}`);
  const { isOk, data } = await command.run(desk, request.input, (said) =>
    reply({ type: 'line', line: said }),
  );
  // Who did what when: without the input, which names people.
  logger.info({ command: command.name, isOk }, 'operator');
  reply({ type: 'end', isOk, data });
}

function readRequest(line: string): { command: string; input: Record<string, unknown> } {
  try {
    return operatorRequest.parse(JSON.parse(line));
  } catch {
    throw new UsageError('the request cannot be read');
  }
}
