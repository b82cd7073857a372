import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ACCESSES, PLACES, PUBLIC_ADDRESS, toRules } from './labPlan.ts';
import type { LetOut, Nat, Place, Router, WireName } from './labPlan.ts';

/** One way of a wire; what is not named stays as it is. */
export interface WayOfWire {
  delay_ms?: number;
  /** Added to the delay, evenly from 0 to this; packets keep their order. */
  jitter_ms?: number;
  /** Probability, 0…1. */
  loss?: number;
  is_cut?: boolean;
}

interface WayCounters {
  packets: number;
  /** With all headers from IP upwards. */
  bytes: number;
  lost: number;
}

/** `up` leaves the phone. */
export interface WireCounters {
  up: WayCounters;
  down: WayCounters;
}

export interface Lab {
  /** For what the lab's processes write; gone with the lab. */
  folder: string;
  /** The program and arguments that run a command at a place. */
  at(place: Place, command: readonly [string, ...string[]]): [string, string[]];
  /** A file that can be run, and runs this program at that place: for callers that take nothing but a path. */
  programAt(place: Place, program: string): Promise<string>;
  /** Counts for connections that begin after it; what a router lets out counts for all. */
  route(router: Router, nat: Nat, letOut?: LetOut): Promise<void>;
  /** Both ways alike, unless they are named. */
  wire(name: WireName, ways: WayOfWire | { up: WayOfWire; down: WayOfWire }): Promise<WireCounters>;
  /** What the first phone does as it leaves the reach of one network and finds another, or none. */
  switchTo(network: 'wifi' | 'lte' | 'none'): Promise<void>;
  close(): Promise<void>;
}

const LAB = join(import.meta.dirname, 'lab.py');

function run([program, args]: [string, string[]], input = ''): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = execFile(program, args, (error, _out, said) => {
      if (error === null) resolve();
      else reject(new Error(`${program} ${args.join(' ')}: ${said || error.message}\n${input}`));
    });
    // A command that wants no input may end before it is given; how it ended is told above.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
}

/** Answers come in the order of the questions. */
function createLineTalk(child: ChildProcess) {
  const { stdin, stdout } = child;
  if (stdin === null || stdout === null) throw new Error('the lab was started without pipes');
  const lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
  let turn: Promise<unknown> = Promise.resolve();
  const nextLine = async (): Promise<unknown> => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error('the lab has ended; what it said is above');
    return JSON.parse(value);
  };
  return {
    nextLine,
    ask(question: object): Promise<unknown> {
      const answer = turn.then(() => {
        stdin.write(`${JSON.stringify(question)}\n`);
        return nextLine();
      });
      turn = answer.catch(() => {});
      return answer;
    },
  };
}

/** Nothing of it outlives the process that made it, even one that is killed (lab.py says how). Needs root. */
export async function createLab(): Promise<Lab> {
  const wires = ACCESSES.map(({ wire, phone, router, device }) => [
    wire,
    [`${phone}:${device}`, `${router}:lan0`],
  ]);
  const plan = JSON.stringify({ namespaces: PLACES, wires: Object.fromEntries(wires) });
  const child = spawn('python3', [LAB, plan], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const talk = createLineTalk(child);
  const { namespaces, folder } = (await talk.nextLine()) as {
    namespaces: Record<Place, string>;
    folder: string;
  };

  const at: Lab['at'] = (place, command) => ['nsenter', [`--net=${namespaces[place]}`, '--', ...command]];
  const ip = (place: Place, ...commands: string[]): Promise<void> =>
    run(at(place, ['ip', '-batch', '-']), `${commands.join('\n')}\n`);
  const route: Lab['route'] = async (router, nat, letOut = 'all') => {
    await run(at(router, ['iptables-restore']), toRules(nat, letOut));
  };
  const goOnAir = (device: string): Promise<void> => {
    const access = ACCESSES.find((one) => one.phone === 'phoneA' && one.device === device);
    if (access === undefined) throw new Error(`the first phone has no ${device}`);
    return ip(
      'phoneA',
      `address replace ${access.phoneAddress}/24 dev ${device}`,
      `link set ${device} up`,
      `route replace default via ${access.routerAddress}`,
    );
  };

  for (const place of PLACES) {
    // With IPv6 each phone would have a second address, and the table of cases a second dimension.
    const settings = ['net.ipv4.ip_forward=1', 'net.ipv6.conf.all.disable_ipv6=1'];
    await run(at(place, ['sysctl', '-eqw', ...settings]));
    await ip(place, 'link set lo up');
  }
  await ip('backbone', `address add ${PUBLIC_ADDRESS}/32 dev lo`);
  for (const { router, routerAddress, outside } of ACCESSES) {
    await ip(
      router,
      `address add ${routerAddress}/24 dev lan0`,
      'link set lan0 up',
      `link add wan0 type veth peer name ${router} netns ${namespaces.backbone}`,
      `address add ${outside.address} peer ${outside.gateway} dev wan0`,
      'link set wan0 up',
      `route add default via ${outside.gateway}`,
    );
    await ip(
      'backbone',
      `address add ${outside.gateway} peer ${outside.address} dev ${router}`,
      `link set ${router} up`,
    );
    await route(router, 'cone');
  }
  let reach: 'wifi' | 'lte' | 'none' = 'wifi';
  await goOnAir('wlan0');
  await ip(
    'phoneB',
    'address add 192.168.1.2/24 dev wlan0',
    'link set wlan0 up',
    'route add default via 192.168.1.1',
  );

  return {
    folder,
    at,
    async programAt(place, program) {
      const path = join(folder, `${place}-${program.replaceAll('/', '-')}`);
      const [entry, args] = at(place, [program]);
      await writeFile(path, `#!/bin/sh\nexec ${[entry, ...args].join(' ')} "$@"\n`);
      await chmod(path, 0o755);
      return path;
    },
    route,
    async wire(name, ways) {
      const both = 'up' in ways ? ways : { up: ways, down: ways };
      return (await talk.ask({ wire: name, ...both })) as WireCounters;
    },
    async switchTo(network) {
      if (network === reach) return;
      reach = network;
      await ip('phoneA', 'link set wlan0 down', 'link set wwan0 down');
      if (network !== 'none') await goOnAir(network === 'wifi' ? 'wlan0' : 'wwan0');
    },
    async close() {
      child.stdin.end();
      await ended;
    },
  };
}
