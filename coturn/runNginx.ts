import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, makeCertificate, SYSTEM_PATH } from './runCoturn.ts';

export interface RunningNginx {
  /** Where 443 and 80 of the configuration are in this run. */
  httpsPort: number;
  httpPort: number;
  healthPort: number;
  /** The folder of /.well-known/acme-challenge. */
  acmeDir: string;
  /** Access log and error log. */
  log(): string;
  stop(): Promise<void>;
}

/** Answers every question of nginx with the addresses that it was given last, as Docker does for a service's name. */
export interface NameServer {
  port: number;
  answerWith(addresses: readonly string[]): void;
  stop(): void;
}

/**
 * Runs Debian's nginx with the project's nginx.conf; only names, ports and folders of the container are exchanged for
 * ones of this machine.
 * @param options.appPort every address that the name server gives has the app on this port
 */
export async function runNginx(options: {
  appPort: number;
  nameServerPort: number;
  relayPort: number;
}): Promise<RunningNginx> {
  const folder = mkdtempSync(join(tmpdir(), 'suhbatdosh-nginx-'));
  // The workers run as somebody else when the tests run as root.
  chmodSync(folder, 0o755);
  const [httpsPort, httpPort, healthPort, appTls, relayStep] = await fivePorts();
  makeCertificate(folder, 'example.org');
  const acmeDir = join(folder, 'acme/.well-known/acme-challenge');
  mkdirSync(acmeDir, { recursive: true });
  const [accessLog, errorLog] = [join(folder, 'access.log'), join(folder, 'error.log')];

  const conf = replaceAll(readFileSync(join(import.meta.dirname, '../nginx.conf'), 'utf8'), {
    'listen 443;': `listen 127.0.0.1:${httpsPort};`,
    'listen 80 default_server;': `listen 127.0.0.1:${httpPort} default_server;`,
    '127.0.0.1:8080': `127.0.0.1:${healthPort}`,
    '127.0.0.1:8443': `127.0.0.1:${appTls}`,
    '127.0.0.1:8442': `127.0.0.1:${relayStep}`,
    'relay:5349': `127.0.0.1:${options.relayPort}`,
    'resolver 127.0.0.11 valid=5s': `resolver 127.0.0.1:${options.nameServerPort} valid=1s`,
    'http://$app:3000': `http://$app:${options.appPort}`,
    ' /certificates/': ` ${folder}/`,
    'root /acme;': `root ${folder}/acme;`,
    ' /tmp/nginx': ` ${folder}/nginx`,
    '/dev/stdout': accessLog,
    '/dev/stderr': errorLog,
    'worker_processes auto;': 'worker_processes 1;',
    'worker_connections 16384;': 'worker_connections 900;',
  });
  const confPath = join(folder, 'nginx.conf');
  writeFileSync(confPath, conf);

  const args = ['-e', errorLog, '-c', confPath, '-g', 'daemon off;'];
  const nginx = spawn('nginx', args, { env: { PATH: SYSTEM_PATH }, stdio: 'ignore', detached: true });
  const end = (): void => void nginx.kill('SIGTERM');
  process.once('exit', end);
  const read = (path: string): string => {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return '';
    }
  };
  return {
    httpsPort,
    httpPort,
    healthPort,
    acmeDir,
    log: () => read(errorLog) + read(accessLog),
    async stop() {
      process.off('exit', end);
      const exit = nginx.exitCode === null ? once(nginx, 'exit') : null;
      end();
      await exit;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function fivePorts(): Promise<[number, number, number, number, number]> {
  return [await freePort(), await freePort(), await freePort(), await freePort(), await freePort()];
}

/** @throws when a text is not there any more: the run would no longer be one of the project's configuration */
function replaceAll(text: string, replacements: Readonly<Record<string, string>>): string {
  return Object.entries(replacements).reduce((result, [from, to]) => {
    if (!result.includes(from)) throw new Error(`nginx.conf has no "${from}"`);
    return result.replaceAll(from, () => to);
  }, text);
}

const DNS_HEADER_BYTES = 12;
const TYPE_A = 1;

export async function runNameServer(): Promise<NameServer> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  let addresses: readonly string[] = [];
  socket.on('message', (question, asker) => {
    // A name ends with a byte of zero; type and class follow.
    const end = question.indexOf(0, DNS_HEADER_BYTES) + 5;
    const found = question.readUInt16BE(end - 4) === TYPE_A ? addresses : [];
    const header = Buffer.from(question.subarray(0, DNS_HEADER_BYTES));
    // An answer; "no such name" when there is none. Only the question and its answers follow.
    header.writeUInt16BE(found.length > 0 ? 0x8180 : 0x8183, 2);
    header.writeUInt16BE(found.length, 6);
    header.writeUInt32BE(0, 8);
    const answers = found.map((address) =>
      Buffer.from([
        0xc0,
        DNS_HEADER_BYTES,
        0,
        TYPE_A,
        0,
        1,
        0,
        0,
        0,
        1,
        0,
        4,
        ...address.split('.').map(Number),
      ]),
    );
    const message = Buffer.concat([header, question.subarray(DNS_HEADER_BYTES, end), ...answers]);
    socket.send(message, asker.port, asker.address);
  });
  return {
    port: socket.address().port,
    answerWith(next) {
      addresses = next;
    },
    stop: () => void socket.close(),
  };
}
