import type { PayloadSize } from './frames.ts';
import type { LoadResult } from './loadCommands.ts';
import { readProcessCost } from './processMeter.ts';
import type { Load } from './startLoad.ts';
import { startLoad } from './startLoad.ts';
import type { Target } from './Target.ts';

export interface RelayFigures {
  /** Microseconds of the server's time a relayed message, at saturation: 400 messages under way on 200 sockets. */
  saturatedUs: number;
  /** The same at a thousand messages a second, where each pays for its own wake-up; with how long a message took. */
  calmUs: number;
  calmP50Ms: number;
  calmP99Ms: number;
  perSecond: number;
  lost: number;
}

export const RELAY_SOCKETS = 200;

/** Within what one call may send (200 frames at once a socket, 12 offers a minute), also where some pairs are faster than others. */
const MESSAGES: Record<PayloadSize, { warm: number; calm: number; saturated: number }> = {
  '300 B': { warm: 4000, calm: 4000, saturated: 26_000 },
  '3 kB': { warm: 1400, calm: 1400, saturated: 7600 },
};
const CALM_PER_SECOND = 1000;

async function phase(
  target: Target,
  load: Load,
  command: Parameters<Load['run']>[0],
): Promise<LoadResult & { cpuUs: number }> {
  const before = readProcessCost(target.pid);
  const result = await load.run(command);
  const after = readProcessCost(target.pid);
  const refused = Object.entries(result.refusals);
  if (refused.length > 0)
    throw new Error(`${target.name} refused messages: ${JSON.stringify(result.refusals)}`);
  return { ...result, cpuUs: (after.cpuNs - before.cpuNs) / 1000 / Math.max(1, result.received) };
}

/**
 * One round on one target, with a load generator of its own.
 * @param firstUser users `firstUser` … + 199 are used; a product's must be new to it, so that no limit of theirs is spent
 */
export async function measureRelay(
  target: Target,
  size: PayloadSize,
  firstUser: number,
): Promise<RelayFigures> {
  const load = startLoad();
  try {
    const doors = Array.from({ length: RELAY_SOCKETS }, (_, index) => target.doorOf(firstUser + index));
    await load.run({ type: 'connect', doors, hasStream: target.hasStream, parallel: 20 });
    if (target.isProduct) await load.run({ type: 'match' });
    const { warm, calm, saturated } = MESSAGES[size];
    await phase(target, load, { type: 'closed_loop', size, messages: warm });
    const slow = await phase(target, load, {
      type: 'open_loop',
      size,
      messages: calm,
      perSecond: CALM_PER_SECOND,
    });
    const fast = await phase(target, load, { type: 'closed_loop', size, messages: saturated });
    return {
      saturatedUs: fast.cpuUs,
      calmUs: slow.cpuUs,
      calmP50Ms: slow.p50Ms,
      calmP99Ms: slow.p99Ms,
      perSecond: fast.received / fast.seconds,
      lost: slow.sent - slow.received + (fast.sent - fast.received),
    };
  } finally {
    await load.stop();
  }
}
