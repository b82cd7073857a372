import { setTimeout as sleep } from 'node:timers/promises';
import { readProcessCost } from './processMeter.ts';
import { startLoad } from './startLoad.ts';
import type { Target } from './Target.ts';

export interface IdleFigures {
  users: number;
  /** All of the server's memory then, in bytes. */
  rssBytes: number;
  /** Memory a connected user, over that of the empty server, three seconds after the last came; in bytes. */
  rssBytesPerUser: number;
  /** Microseconds of the server's time to let one in: handshake, login, and with a stream its first event. */
  connectUs: number;
  /** Share of one core while nobody does anything but answer pings. */
  idleShare: number;
}

const SETTLE_MS = 3000;
/** A herd: so many that the server always has somebody to let in, and is not woken up for each. */
const PARALLEL = 200;

/** Connects users `firstUser` … to a server that nobody else uses, and lets them sit. */
export async function measureIdle(
  target: Target,
  { users, firstUser, idleMs }: { users: number; firstUser: number; idleMs: number },
): Promise<IdleFigures> {
  const load = startLoad();
  try {
    const empty = readProcessCost(target.pid);
    const doors = Array.from({ length: users }, (_, index) => target.doorOf(firstUser + index));
    await load.run({ type: 'connect', doors, hasStream: target.hasStream, parallel: PARALLEL });
    const full = readProcessCost(target.pid);
    await sleep(SETTLE_MS);
    const settled = readProcessCost(target.pid);
    await sleep(idleMs);
    const later = readProcessCost(target.pid);
    return {
      users,
      rssBytes: settled.rssBytes,
      rssBytesPerUser: (settled.rssBytes - empty.rssBytes) / users,
      connectUs: (full.cpuNs - empty.cpuNs) / 1000 / users,
      idleShare: (later.cpuNs - settled.cpuNs) / 1e6 / idleMs,
    };
  } finally {
    await load.stop();
  }
}
