import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A machine, or a part of one with a network of its own, in which a test's server runs. */
export interface ServerPlace {
  /** Its address, as browsers write it. */
  host: string;
  freePort(): Promise<number>;
  /** The program and arguments that run a command there. */
  command(command: readonly [string, ...string[]]): [string, string[]];
  /** Whether a GET of this address answers with success there. */
  answers(url: string): Promise<boolean>;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

export const THIS_MACHINE: ServerPlace = {
  host: '127.0.0.1',
  freePort,
  command: ([program, ...args]) => [program, args],
  answers: (url) =>
    fetch(url).then(
      (response) => response.ok,
      () => false,
    ),
};
