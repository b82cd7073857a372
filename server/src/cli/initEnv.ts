import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { isIPv4 } from 'node:net';
import process from 'node:process';

/**
 * Makes the .env that docker-compose.yml reads, with fresh secrets, in the current folder. initEnv.sh is the same
 * without Node; a test holds the two together.
 */

/** sysexits.h: called the wrong way; cannot create the file. */
const EX_USAGE = 64;
const EX_CANTCREAT = 73;

interface Deployment {
  domain: string;
  address: string;
  /** Empty: none. */
  email: string;
}

const DOMAIN = /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]([a-z0-9-]*[a-z0-9])$/;
const EMAIL = /^[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+$/;

/** What is wrong with the arguments, or null. */
function complaint(args: readonly string[], { domain, address, email }: Deployment): string | null {
  if (args.length < 2 || args.length > 3) {
    return 'usage: DOMAIN PUBLIC_IPV4 [ACME_EMAIL], e.g. talk.example.org 203.0.113.7';
  }
  if (!DOMAIN.test(domain)) return 'the domain must be a name like talk.example.org, in lower case';
  if (!isIPv4(address)) return 'the address must be an IPv4 address like 203.0.113.7';
  if (email !== '' && !EMAIL.test(email)) return 'the e-mail address is none';
  return null;
}

/** Hexadecimal: survives shells, URLs and .env files unquoted. */
const secret = (): string => randomBytes(32).toString('hex');

function toEnvFile({ domain, address, email }: Deployment): string {
  return `# Made by init-env; read by docker compose. Keep a copy where you keep your backups, and show it to nobody.
# Everything else that can be set is in .env.example.

# The name people open. It and turn.${domain} must lead to this machine.
DOMAIN=${domain}
# The public IPv4 address of this machine. If its own interface has another (1:1 NAT of a cloud), that one is TURN_RELAY_IP.
TURN_EXTERNAL_IP=${address}
TURN_RELAY_IP=
# Whom the certificate authority writes to; may be empty.
ACME_EMAIL=${email}

# Secrets. The database keeps the first POSTGRES_PASSWORD that it sees.
POSTGRES_PASSWORD=${secret()}
TURN_SECRET=${secret()}
METRICS_TOKEN=${secret()}
`;
}

function refuse(message: string, exitCode: number): void {
  process.stderr.write(`init-env: ${message}\n`);
  process.exitCode = exitCode;
}

const args = process.argv.slice(2);
const [domain = '', address = '', email = ''] = args;
const deployment: Deployment = { domain, address, email };
const wrong = complaint(args, deployment);
if (wrong === null) {
  try {
    // wx: fails when there is one already; old secrets are what the data is locked with.
    writeFileSync('.env', toEnvFile(deployment), { flag: 'wx', mode: 0o600 });
    process.stdout.write('init-env: wrote .env\n');
  } catch {
    refuse('.env is there already, or this folder cannot be written to; nothing was changed', EX_CANTCREAT);
  }
} else {
  refuse(wrong, EX_USAGE);
}
