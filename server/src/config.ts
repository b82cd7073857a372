import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import { isHostPattern } from './push/endpointRules.ts';

/** The settings, read once at the start. Times carry their unit; null means that the operator gave none. */
export interface Config {
  isProduction: boolean;
  port: number;
  host: string;
  /** Scheme, host and port of every address that the app is opened at; at least one, all https or all http. */
  origins: readonly string[];
  secureCookies: boolean;
  /** null: the embedded PGlite in `dataDir`. */
  databaseUrl: string | null;
  dataDir: string;
  /** null: one process, everything that is not in the database in its memory. */
  redisUrl: string | null;
  roundMs: number;
  /** null: no relay; calls are direct or do not come about. */
  turn: { urls: readonly string[]; secret: string; ttlSeconds: number } | null;
  stunUrls: readonly string[];
  iceTransportPolicy: 'all' | 'relay';
  /** null: a pair is made once and kept in the database. */
  vapid: { publicKey: string; privateKey: string } | null;
  /** Whom a push service can write to, `mailto:` or `https:`. */
  vapidSubject: string | null;
  /** Hosts of push services beside the known ones, `*.` before a name for all below it. */
  pushEndpointHosts: readonly string[];
  /** Whose X-Forwarded-For is believed: nobody's, that of the last n hops, or that of these networks. */
  trustProxy: false | number | readonly string[];
  logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
  /** null: /metrics asks for nothing. */
  metricsToken: string | null;
  minAge: number;
  registerPerAddressHour: number;
  /** Where a running server takes an operator's commands; null: nowhere. */
  operatorSocket: string | null;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Settings that cannot be used, one line each; the process should end with 78 (EX_CONFIG of sysexits.h). Never repeats a value: it may be a secret. */
export class ConfigError extends Error {
  readonly lines: readonly string[];

  constructor(lines: readonly string[]) {
    super(lines.join('\n'));
    this.name = 'ConfigError';
    this.lines = lines;
  }
}

/** Each may also be given as a file whose path is in `NAME_FILE` (Docker and Kubernetes secrets). */
export const SECRETS = [
  'DATABASE_URL',
  'REDIS_URL',
  'TURN_SECRET',
  'VAPID_PRIVATE_KEY',
  'METRICS_TOKEN',
] as const;

/** Where `npm run dev` serves the client. */
const DEV_CLIENT_ORIGIN = 'http://localhost:5173';
/** Only without a TURN server of one's own, which answers STUN too. */
const PUBLIC_STUN = ['stun:stun.l.google.com:19302', 'stun:stun.cloudflare.com:3478'];

/** unix(7): 108 with the zero at the end. */
const SOCKET_PATH_BYTES = 107;

const STUN_RULE = 'must be none, or addresses like stun:stun.example.org:3478 with commas between them';

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .refine(
      (text) => /^\d{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max,
      `must be a whole number from ${min} to ${max}`,
    )
    .transform(Number);

const list = (isGood: (item: string) => boolean, message: string) =>
  z
    .string()
    .transform((text) =>
      text
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== ''),
    )
    .refine((items) => items.length > 0 && items.every(isGood), message);

function isOrigin(text: string): boolean {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) return false;
  return new URL(text).origin === text;
}

const isLocalOrigin = (origin: string): boolean =>
  ['localhost', '127.0.0.1', '[::1]'].includes(new URL(origin).hostname);

const urlWith = (protocols: readonly string[], message: string) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), message);

function isNetwork(text: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true;
  const [address = '', prefix, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
}

const trustProxy = z
  .string()
  .transform((text): Config['trustProxy'] => {
    if (text === 'false' || text === '0') return false;
    if (/^\d{1,2}$/.test(text)) return Number(text);
    return text.split(',').map((item) => item.trim());
  })
  .refine(
    (value) => (typeof value === 'object' ? value.every(isNetwork) : Number(value) <= 10),
    'must be false, a number of hops up to 10, or a list of addresses, CIDRs and loopback, linklocal, uniquelocal ("true" would let everybody choose their address)',
  );

const base64url = (bytes: number, message: string) =>
  z
    .string()
    .refine((text) => /^[\w-]+$/.test(text) && Buffer.from(text, 'base64url').length === bytes, message);

const environment = z.object({
  NODE_ENV: z
    .enum(['development', 'production', 'test'], 'must be development, production or test')
    .default('development'),
  PORT: wholeNumber(0, 65_535).default(3000),
  HOST: z.string().default('0.0.0.0'),
  PUBLIC_ORIGIN: list(
    isOrigin,
    'must be origins like https://example.org, in lower case, without a path or a slash at the end, with commas between them',
  ).optional(),
  DATABASE_URL: urlWith(
    ['postgres:', 'postgresql:'],
    'must be postgres://user:password@host:port/database (write @ : / # ? % of a password as %40 %3A %2F %23 %3F %25)',
  ).optional(),
  DATA_DIR: z.string().default('.data'),
  REDIS_URL: urlWith(
    ['redis:', 'rediss:', 'unix:'],
    'must be redis://:password@host:port, rediss:// for TLS, or unix:///path of a socket',
  ).optional(),
  ROULETTE_INTERVAL_SECONDS: wholeNumber(1, 600).default(20),
  TURN_URLS: list(
    (item) => /^turns?:[^\s/?]+(\?transport=(udp|tcp))?$/.test(item),
    'must be addresses like turn:turn.example.org:3478?transport=udp, with commas between them',
  ).optional(),
  TURN_SECRET: z
    .string()
    .min(32, 'must have at least 32 characters; make one with: openssl rand -hex 32')
    .optional(),
  TURN_TTL_SECONDS: wholeNumber(300, 86_400).default(7200),
  STUN_URLS: z
    .union(
      [
        z.literal('none').transform((): string[] => []),
        list((item) => /^stuns?:[^\s/?]+$/.test(item), STUN_RULE),
      ],
      STUN_RULE,
    )
    .optional(),
  ICE_TRANSPORT_POLICY: z.enum(['all', 'relay'], 'must be all or relay').default('all'),
  VAPID_SUBJECT: urlWith(
    ['mailto:', 'https:'],
    'must be mailto:someone@example.org or an https address',
  ).optional(),
  VAPID_PUBLIC_KEY: base64url(65, 'must be 65 bytes in base64url').optional(),
  VAPID_PRIVATE_KEY: base64url(32, 'must be 32 bytes in base64url').optional(),
  PUSH_ENDPOINT_HOSTS: list(
    isHostPattern,
    'must be host names like push.example.org or *.push.example.org in lower case, with commas between them',
  ).optional(),
  TRUST_PROXY: trustProxy.default(false),
  LOG_LEVEL: z
    .enum(
      ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'],
      'must be trace, debug, info, warn, error, fatal or silent',
    )
    .default('info'),
  METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
  MIN_AGE: wholeNumber(13, 99).default(16),
  REGISTER_PER_ADDRESS_HOUR: wholeNumber(1, 100_000).default(200),
  OPERATOR_SOCKET: z
    .string()
    .refine(
      (text) => Buffer.byteLength(text) <= SOCKET_PATH_BYTES,
      `must be none, or a path of at most ${SOCKET_PATH_BYTES} bytes`,
    )
    .optional(),
});
type Name = keyof typeof environment.shape;

/** Every setting there is; `.env.example` explains each. */
export const SETTING_NAMES = Object.keys(environment.shape) as readonly Name[];

/**
 * Reads and checks the environment; an empty value counts as none (compose passes `NAME=`).
 * @throws ConfigError with every problem, not only the first
 */
export function readConfig(env: Environment): Config {
  const problems: string[] = [];
  const given = collectValues(env, problems);
  const parsed = environment.safeParse(given);
  for (const issue of parsed.error?.issues ?? []) problems.push(`${issue.path.join('.')}: ${issue.message}`);
  problems.push(...contradictions(given));
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  return toConfig(parsed.data);
}

function collectValues(env: Environment, problems: string[]): Partial<Record<Name, string>> {
  const given: Partial<Record<Name, string>> = {};
  for (const name of SETTING_NAMES) {
    const value = env[name]?.trim();
    if (value) given[name] = value;
  }
  for (const name of SECRETS) {
    const path = env[`${name}_FILE`];
    if (!path) continue;
    if (given[name] !== undefined) {
      problems.push(`${name}_FILE: is given beside ${name}; keep one of the two`);
      continue;
    }
    try {
      const value = readFileSync(path, 'utf8').trim();
      if (value === '') problems.push(`${name}_FILE: names an empty file`);
      else given[name] = value;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
      problems.push(`${name}_FILE: names a file that cannot be read (${code})`);
    }
  }
  return given;
}

/** What no single setting can know. Looks at raw values, so that it has its say beside the other problems. */
function contradictions(given: Partial<Record<Name, string>>): string[] {
  const found: string[] = [];
  const origins = (given.PUBLIC_ORIGIN ?? '')
    .split(',')
    .map((origin) => origin.trim())
    .filter(isOrigin);
  if (new Set(origins.map((origin) => new URL(origin).protocol)).size > 1) {
    found.push('PUBLIC_ORIGIN: must be all https or all http; one cookie cannot be both');
  }
  const isPlain = (origin: string): boolean => origin.startsWith('http:') && !isLocalOrigin(origin);
  if (given.NODE_ENV === 'production' && origins.some(isPlain)) {
    found.push('PUBLIC_ORIGIN: must be https in production; browsers give no microphone to plain http');
  }
  if (given.TURN_URLS !== undefined && given.TURN_SECRET === undefined) {
    found.push('TURN_SECRET: is needed with TURN_URLS; the same as static-auth-secret of coturn');
  }
  if (given.ICE_TRANSPORT_POLICY === 'relay' && given.TURN_URLS === undefined) {
    found.push('ICE_TRANSPORT_POLICY: relay needs TURN_URLS; without a relay no call would ever connect');
  }
  if ((given.VAPID_PUBLIC_KEY === undefined) !== (given.VAPID_PRIVATE_KEY === undefined)) {
    const missing = given.VAPID_PUBLIC_KEY === undefined ? 'VAPID_PUBLIC_KEY' : 'VAPID_PRIVATE_KEY';
    found.push(`${missing}: is needed with the other key of the pair; leave both out to have a pair made`);
  }
  return found;
}

function toConfig(read: z.output<typeof environment>): Config {
  const isProduction = read.NODE_ENV === 'production';
  const origins = read.PUBLIC_ORIGIN ?? [
    `http://localhost:${read.PORT}`,
    `http://127.0.0.1:${read.PORT}`,
    ...(isProduction ? [] : [DEV_CLIENT_ORIGIN]),
  ];
  return {
    isProduction,
    port: read.PORT,
    host: read.HOST,
    origins,
    secureCookies: origins.every((origin) => origin.startsWith('https:')),
    databaseUrl: read.DATABASE_URL ?? null,
    dataDir: read.DATA_DIR,
    redisUrl: read.REDIS_URL ?? null,
    roundMs: read.ROULETTE_INTERVAL_SECONDS * 1000,
    turn:
      read.TURN_URLS && read.TURN_SECRET
        ? { urls: read.TURN_URLS, secret: read.TURN_SECRET, ttlSeconds: read.TURN_TTL_SECONDS }
        : null,
    stunUrls: read.STUN_URLS ?? (read.TURN_URLS ? toStunUrls(read.TURN_URLS) : PUBLIC_STUN),
    iceTransportPolicy: read.ICE_TRANSPORT_POLICY,
    vapid:
      read.VAPID_PUBLIC_KEY && read.VAPID_PRIVATE_KEY
        ? { publicKey: read.VAPID_PUBLIC_KEY, privateKey: read.VAPID_PRIVATE_KEY }
        : null,
    vapidSubject: read.VAPID_SUBJECT ?? null,
    pushEndpointHosts: read.PUSH_ENDPOINT_HOSTS ?? [],
    trustProxy: read.TRUST_PROXY,
    logLevel: read.LOG_LEVEL,
    metricsToken: read.METRICS_TOKEN ?? null,
    minAge: read.MIN_AGE,
    registerPerAddressHour: read.REGISTER_PER_ADDRESS_HOUR,
    operatorSocket: toOperatorSocket(read.OPERATOR_SOCKET, read.DATA_DIR),
  };
}

/** A TURN server answers STUN on the same port (RFC 8656); over TLS that is of no use for finding an address. */
function toStunUrls(turnUrls: readonly string[]): string[] {
  const plain = turnUrls.filter((url) => url.startsWith('turn:'));
  return [...new Set(plain.map((url) => url.replace(/^turn:/, 'stun:').replace(/\?.*$/, '')))];
}

function toOperatorSocket(given: string | undefined, dataDir: string): string | null {
  if (given === 'none') return null;
  const path = given ?? join(dataDir, 'operator.sock');
  return Buffer.byteLength(path) <= SOCKET_PATH_BYTES ? path : null;
}
