import { execFileSync, spawn } from 'node:child_process';
import { createHash, randomBytes, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Lab } from './createLab.ts';
import { PUBLIC_ADDRESS } from './labPlan.ts';

export interface RunningRelay {
  /** What the server needs to send its learners there. */
  settings: { TURN_URLS: string; TURN_SECRET: string };
  stunUrl: string;
  /** For browsers, which know its certificate's authority not. */
  flags: readonly string[];
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
}

const START_MS = 10_000;
const PORT = 3478;
export const RELAY_TLS_PORT = 5349;

/** The project's coturn with its own entrypoint, beside the app. It ends with the lab. */
export async function startRelay(lab: Lab): Promise<RunningRelay> {
  const secret = randomBytes(32).toString('hex');
  const runDir = join(lab.folder, 'relay');
  mkdirSync(runDir);
  const [cert, key] = [join(runDir, 'cert.pem'), join(runDir, 'key.pem')];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1'];
  const names = ['-subj', '/CN=relay', '-addext', `subjectAltName=IP:${PUBLIC_ADDRESS}`];
  execFileSync('openssl', ['req', '-x509', ...curve, ...names, '-keyout', key, '-out', cert], {
    stdio: 'pipe',
  });
  const publicKey = new X509Certificate(readFileSync(cert)).publicKey.export({ type: 'spki', format: 'der' });
  const pin = createHash('sha256').update(publicKey).digest('base64');

  const launch = async () => {
    const [program, args] = lab.at('backbone', [join(import.meta.dirname, '../../coturn/entrypoint.sh')]);
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
        TURN_SECRET: secret,
        TURN_REALM: 'lab.test',
        TURN_EXTERNAL_IP: PUBLIC_ADDRESS,
        TURN_PORT: String(PORT),
        TURN_TLS_PORT: String(RELAY_TLS_PORT),
        TURN_CERT: cert,
        TURN_KEY: key,
        TURN_RUN_DIR: runDir,
        // All cases of a file use one and the same relay.
        TURN_USER_QUOTA: '100',
      },
    });
    let said = '';
    const listen = (text: Buffer): void => void (said += text.toString());
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    for (let waited = 0; waited < START_MS; waited += 50) {
      if (said.includes('Relay ports initialization done')) return child;
      if (child.exitCode !== null) break;
      await sleep(50);
    }
    child.kill('SIGKILL');
    throw new Error(`the relay did not start:\n${said}`);
  };

  let child = await launch();
  const at = `${PUBLIC_ADDRESS}:${PORT}`;
  return {
    settings: {
      TURN_URLS: `turn:${at}?transport=udp,turn:${at}?transport=tcp,turns:${PUBLIC_ADDRESS}:${RELAY_TLS_PORT}?transport=tcp`,
      TURN_SECRET: secret,
    },
    stunUrl: `stun:${at}`,
    flags: [`--ignore-certificate-errors-spki-list=${pin}`],
    async goAway() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
    },
    async comeBack() {
      child = await launch();
    },
  };
}
