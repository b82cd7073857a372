import { appendFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addPublicAddress, PUBLIC_ADDRESS, removePublicAddress } from './publicAddress.ts';
import { run } from './run.ts';

const ROOT = join(import.meta.dirname, '../../..');
export const DOMAIN = 'talk.example.org';
export const PROJECT = 'suhbatdosh-test';

/**
 * In place of a name server and a certificate authority, so that `doctor` can look at the service from outside as it
 * does where both are real.
 */
const OVERRIDE = `
services:
  server:
    extra_hosts: ['${DOMAIN}:${PUBLIC_ADDRESS}', 'turn.${DOMAIN}:${PUBLIC_ADDRESS}']
    environment: { NODE_EXTRA_CA_CERTS: /certificates/fullchain.pem }
    volumes: ['certificates:/certificates:ro']
    depends_on: { certificates: { condition: service_completed_successfully } }
`;

/** What an operator has after `init-env`, brought up beside whatever else runs here. */
export interface Stack {
  readonly origin: string;
  /** For the browsers: the two names lead here, and the certificate that nobody knows yet is accepted. */
  readonly browserFlags: readonly string[];
  /** `docker compose …` as an operator types it. */
  compose(...args: string[]): Promise<string>;
  /** Ids of the running containers of a service, in the order in which they began. */
  containers(service: string): Promise<string[]>;
  docker(...args: string[]): Promise<string>;
  /** A command in the first running server, with a text on its standard input. */
  operate(command: readonly string[], input?: string): Promise<string>;
  /** NAME → value of every secret in .env. */
  secrets(): Promise<Map<string, string>>;
  readonly folder: string;
  remove(): Promise<void>;
}

/** A folder with the files that the compose file mounts, and an .env made by the shell form of `init-env`. */
export async function prepareStack(settings: Record<string, string>): Promise<Stack> {
  const folder = await mkdtemp(join(tmpdir(), 'suhbatdosh-compose-'));
  await cp(ROOT, folder, {
    recursive: true,
    filter: (path) => !/\/(node_modules|dist|\.git|\.tmp|\.data|\.env)$/.test(path),
  });
  await run('sh', ['server/src/cli/initEnv.sh', DOMAIN, PUBLIC_ADDRESS], { cwd: folder });
  const lines = Object.entries({ BIND_ADDRESS: PUBLIC_ADDRESS, ...settings }).map(
    ([name, value]) => `${name}=${value}\n`,
  );
  await appendFile(join(folder, '.env'), lines.join(''));
  await writeFile(join(folder, 'docker-compose.override.yml'), OVERRIDE);
  await addPublicAddress();

  const docker = (...args: string[]): Promise<string> => run('docker', args, { cwd: folder });
  const compose: Stack['compose'] = (...args) => docker('compose', '--project-name', PROJECT, ...args);

  return {
    origin: `https://${DOMAIN}`,
    browserFlags: [
      `--host-resolver-rules=MAP ${DOMAIN} ${PUBLIC_ADDRESS},MAP turn.${DOMAIN} ${PUBLIC_ADDRESS}`,
      '--ignore-certificate-errors',
    ],
    compose,
    async containers(service) {
      const ids = (await compose('ps', '--quiet', '--status', 'running', service))
        .split('\n')
        .filter(Boolean);
      const begun = await Promise.all(
        ids.map(async (id) => ({ id, at: await docker('inspect', '--format', '{{.State.StartedAt}}', id) })),
      );
      return begun.toSorted((one, other) => (one.at < other.at ? -1 : 1)).map(({ id }) => id);
    },
    docker,
    operate(command, input = '') {
      const typed = ['--project-name', PROJECT, 'exec', '-T', 'server', 'suhbatdosh', ...command];
      return run('docker', ['compose', ...typed], { cwd: folder, input });
    },
    async secrets() {
      const text = await readFile(join(folder, '.env'), 'utf8');
      return new Map(
        text
          .split('\n')
          .map((line) => /^(\w*(?:PASSWORD|SECRET|TOKEN))=(.+)$/.exec(line))
          .flatMap((found) => (found?.[1] && found[2] ? [[found[1], found[2]] as const] : [])),
      );
    },
    folder,
    async remove() {
      await compose('--profile', '*', 'down', '--volumes', '--remove-orphans', '--timeout', '5').catch(
        () => undefined,
      );
      await removePublicAddress();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
