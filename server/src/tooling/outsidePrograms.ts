import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, globSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** A program that some suites need and that npm does not install. */
export interface OutsideProgram {
  /** As it stands in the titles of the suites that need it. */
  name: string;
  /** How a person gets those suites to run. */
  howToHave: string;
  /** An address or a path of the program; null: not on this machine. */
  find(): string | null;
}

/** A setting that is there but empty counts as not set, as compose files write it. */
const setting = (name: string): string | null => process.env[name] || null;

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** The first of `names` on the PATH; /usr/sbin is looked at too, where Debian puts daemons that a user's PATH leaves out. */
function findOnPath(...names: string[]): string | null {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  const paths = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  return paths.find(isExecutable) ?? null;
}

const findPattern = (...patterns: string[]): string | null => globSync(patterns).toSorted().at(-1) ?? null;

const POSTGRESQL: OutsideProgram = {
  name: 'PostgreSQL',
  howToHave: 'apt-get install postgresql, or set TEST_DATABASE_URL',
  find: () =>
    setting('TEST_DATABASE_URL') ??
    findPattern('/usr/lib/postgresql/*/bin/initdb', '/opt/homebrew/opt/postgresql*/bin/initdb') ??
    findOnPath('initdb'),
};

export const REDIS: OutsideProgram = {
  name: 'Redis',
  howToHave: 'apt-get install redis-server',
  find: () => findOnPath('redis-server'),
};

export const CHROMIUM: OutsideProgram = {
  name: 'Chromium',
  howToHave: 'apt-get install chromium, or set CHROMIUM_PATH',
  find: () =>
    setting('CHROMIUM_PATH') ??
    findOnPath('chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable') ??
    findPattern(
      join(homedir(), '.cache/ms-playwright/chromium-*/chrome-linux*/chrome'),
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    ),
};

const COTURN: OutsideProgram = {
  name: 'coturn',
  howToHave: 'apt-get install coturn',
  find: () => findOnPath('turnserver'),
};

const NGINX: OutsideProgram = {
  name: 'nginx',
  howToHave: 'apt-get install nginx libnginx-mod-stream',
  find: () => findOnPath('nginx'),
};

const IP: OutsideProgram = {
  name: 'ip',
  howToHave: 'apt-get install iproute2',
  find: () => findOnPath('ip'),
};

const IPTABLES: OutsideProgram = {
  name: 'iptables',
  howToHave: 'apt-get install iptables',
  find: () => findOnPath('iptables-restore'),
};

const PYTHON: OutsideProgram = {
  name: 'Python',
  howToHave: 'apt-get install python3',
  find: () => findOnPath('python3'),
};

/** Not a program but a permission, which some containers lack: in CI, too, its suites are then left out, and named. */
export const NAMESPACES: OutsideProgram = {
  name: 'network namespaces',
  howToHave: 'be root on Linux, with /dev/net/tun and iptables',
  find() {
    const device = '/dev/net/tun';
    if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync(device)) return null;
    const attempt = spawnSync('unshare', ['--net', 'iptables', '-t', 'nat', '-S'], { stdio: 'ignore' });
    return attempt.status === 0 ? device : null;
  },
};

export const LAB_NEEDS: readonly OutsideProgram[] = [IP, IPTABLES, PYTHON, COTURN, NAMESPACES];

export const OUTSIDE_PROGRAMS: readonly OutsideProgram[] = [
  POSTGRESQL,
  REDIS,
  CHROMIUM,
  COTURN,
  NGINX,
  IP,
  IPTABLES,
  PYTHON,
];
