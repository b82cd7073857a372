import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { CommandError, type CommandResult, type Say, UsageError } from './Command.ts';
import { type OperatorReply, operatorReply, type OperatorRequest } from './operatorWire.ts';

const NOBODY_THERE = ['ENOENT', 'ECONNREFUSED', 'ENOTDIR'];

/**
 * Has the running server carry a command out. Null: no server listens there.
 * @throws UsageError, CommandError
 */
export function askOperatorSocket(
  path: string,
  request: OperatorRequest,
  say: Say,
): Promise<CommandResult | null> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('error', (error: NodeJS.ErrnoException) => {
      if (NOBODY_THERE.includes(error.code ?? '')) resolve(null);
      else if (error.code === 'EACCES') reject(notAllowed(path));
      else reject(new CommandError(`the running server broke off (${error.code ?? error.message})`));
    });
    socket.once('connect', () => socket.write(`${JSON.stringify(request)}\n`));
    const lines = createInterface({ input: socket });
    // readline hands the socket's error on; it has been dealt with above.
    lines.on('error', () => {});
    lines.on('line', (line) => {
      const reply = readReply(line);
      switch (reply?.type) {
        case 'line':
          say(reply.line);
          break;
        case 'end':
          resolve({ isOk: reply.isOk, data: reply.data });
          break;
        case 'refusal':
          reject(reply.kind === 'usage' ? new UsageError(reply.words) : new CommandError(reply.words));
          break;
        case undefined:
          reject(new CommandError('what listens there is no server of ours'));
      }
    });
    lines.once('close', () => reject(new CommandError('the running server broke off')));
  });
}

function notAllowed(path: string): CommandError {
  return new CommandError(`${path} belongs to the server's user: run this as that user (sudo -u …)`);
}

function readReply(line: string): OperatorReply | null {
  try {
    return operatorReply.parse(JSON.parse(line));
  } catch {
    return null;
  }
}
