import { lookup } from 'node:dns/promises';
import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { fail, type Finding, ok, warn } from './Finding.ts';

export interface OriginExam {
  findings: Finding[];
  /** The clock of whoever answers minus ours, milliseconds; null: nobody did. Exact to a second. */
  clockAheadMs: number | null;
}

interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  /** Of TLS. Null: plain http. */
  certificate: { validTo: string; problem: string | null } | null;
}

const ANSWER_MS = 8_000;
const DAY_MS = 24 * 3_600_000;
/** Let's Encrypt renews 30 days before the end. */
const RENEWED_DAYS = 21;

const about = 'origin';

/** Looks at the app from outside, the way a phone comes. @param now milliseconds since 1970 */
export async function checkOrigin(origin: string, now: () => number): Promise<OriginExam> {
  const { hostname, protocol } = new URL(origin);
  const address = await lookup(hostname.replace(/^\[|\]$/g, '')).then(
    (found) => found.address,
    () => null,
  );
  if (address === null) {
    const todo = 'give the name an A record at your registrar, or correct PUBLIC_ORIGIN';
    return { findings: [fail(about, `${hostname} has no address`, todo)], clockAheadMs: null };
  }
  try {
    const health = await ask(`${origin}/healthz`);
    const upgrade = await ask(`${origin}/trpc`, upgradeHeaders(origin));
    const metrics = await ask(`${origin}/metrics`);
    const date = Date.parse(health.headers.date ?? '');
    return {
      findings: [
        ...judgeCertificate(health, now()),
        ...judgeHealth(health, `${origin} (${address})`),
        ...judgeUpgrade(upgrade),
        ...judgeMetrics(metrics),
        ...(protocol === 'http:' ? [plainHttp(hostname)] : []),
      ],
      clockAheadMs: Number.isNaN(date) ? null : date - now(),
    };
  } catch (error) {
    const why = error instanceof Error ? error.message || error.name : String(error);
    return {
      findings: [
        fail(
          about,
          `${origin} (${address}) does not answer (${why})`,
          'is nginx running, is TCP 443 open in every firewall on the way, and is that address this machine’s',
        ),
      ],
      clockAheadMs: null,
    };
  }
}

/** The certificate is looked at, not obeyed: what else there is to say should be said too. */
function ask(url: string, headers: Record<string, string> = {}): Promise<Answer> {
  const isTls = url.startsWith('https:');
  const options: RequestOptions & { rejectUnauthorized: boolean } = {
    headers,
    timeout: ANSWER_MS,
    agent: false,
    rejectUnauthorized: false,
  };
  return new Promise((resolve, reject) => {
    const onAnswer = (response: IncomingMessage): void => {
      response.resume();
      const socket = isTls ? (response.socket as TLSSocket) : null;
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        certificate: socket && {
          validTo: socket.getPeerCertificate().valid_to,
          // Its type says Error; it is a text when a chain cannot be trusted.
          problem: socket.authorized ? null : String(socket.authorizationError),
        },
      });
      response.socket.destroy();
    };
    const request = (isTls ? requestHttps : requestHttp)(url, options, onAnswer);
    request.once('upgrade', (response, socket) => {
      socket.destroy();
      resolve({ status: response.statusCode ?? 101, headers: response.headers, certificate: null });
    });
    request.once('timeout', () => request.destroy(new Error(`no answer within ${ANSWER_MS / 1000} s`)));
    request.once('error', reject);
    request.end();
  });
}

/** Fixed by RFC 6455, 4.1; the key is the one of its example. */
const upgradeHeaders = (origin: string): Record<string, string> => ({
  Connection: 'Upgrade',
  Upgrade: 'websocket',
  'Sec-WebSocket-Version': '13',
  'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
  Origin: origin,
});

function judgeCertificate({ certificate }: Answer, now: number): Finding[] {
  if (certificate === null) return [];
  const days = Math.floor((Date.parse(certificate.validTo) - now) / DAY_MS);
  const renew = 'docker compose --profile certbot up -d, and look at its log: docker compose logs certbot';
  if (certificate.problem !== null) {
    return [fail('certificate', `browsers do not trust it (${certificate.problem})`, renew)];
  }
  return days < RENEWED_DAYS
    ? [warn('certificate', `ends in ${days} days and has not been renewed`, renew)]
    : [ok('certificate', `trusted, ${days} days left`)];
}

function judgeHealth({ status }: Answer, where: string): Finding[] {
  if (status === 200) return [ok(about, `${where} answers`)];
  const todo =
    status === 502 || status === 503
      ? 'nginx is there and the server is not: docker compose ps, docker compose logs server'
      : 'something else answers at that name: look at its DNS records and at what listens on 443';
  return [fail(about, `${where} answers ${status}`, todo)];
}

/** Without a login our own guard says 401, which nothing else on the way would. */
function judgeUpgrade({ status }: Answer): Finding[] {
  const name = 'websocket';
  if (status === 401) return [ok(name, 'upgrades reach the server')];
  const todo =
    status === 403
      ? 'PUBLIC_ORIGIN must be exactly what stands in the browser’s address bar'
      : 'a proxy on the way drops Upgrade and Connection: compare with nginx.conf or docs/nginx/suhbatdosh.conf';
  return [fail(name, `an upgrade is answered with ${status}`, todo)];
}

function judgeMetrics({ status }: Answer): Finding[] {
  return status === 200
    ? [warn('metrics', '/metrics is open to everybody', 'set METRICS_TOKEN, or hide it in the proxy')]
    : [];
}

function plainHttp(hostname: string): Finding {
  return ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
    ? warn(about, 'is this machine only', 'set PUBLIC_ORIGIN to the https address that people will open')
    : fail(
        about,
        'is plain http: browsers give no microphone to it',
        'put nginx with a certificate before it',
      );
}
