import { type BenchUser, connectUser, meet, openStream } from './benchUser.ts';
import type { LoadCommand, LoadResult } from './loadCommands.ts';
import { relayLoad } from './relayLoad.ts';

/** A program of its own, fresh for each target and round: what one server did to its heap must not slow the next. */

let users: BenchUser[] = [];

const nothing: LoadResult = { sent: 0, received: 0, seconds: 0, p50Ms: 0, p99Ms: 0, refusals: {} };

async function connect({
  doors,
  hasStream,
  parallel,
}: Extract<LoadCommand, { type: 'connect' }>): Promise<void> {
  const waiting = [...doors.entries()];
  const connected: BenchUser[] = [];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, door] = next;
      const user = await connectUser(index, door);
      if (hasStream) await openStream(user);
      connected.push(user);
    }
  };
  await Promise.all(Array.from({ length: parallel }, work));
  users = connected.toSorted((a, b) => a.index - b.index);
}

async function match(): Promise<void> {
  for (let index = 0; index + 1 < users.length; index += 2) {
    const [first, second] = [users[index], users[index + 1]];
    if (first !== undefined && second !== undefined) await meet(first, second);
  }
}

async function carryOut(command: LoadCommand): Promise<LoadResult> {
  switch (command.type) {
    case 'connect':
      await connect(command);
      return nothing;
    case 'match':
      await match();
      return nothing;
    case 'open_loop':
    case 'closed_loop':
      return relayLoad(users, command);
    default:
      throw new Error(`no such command: ${JSON.stringify(command satisfies never)}`);
  }
}

process.on('message', (command: LoadCommand) => {
  carryOut(command).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.once('disconnect', () => process.exit(0));
