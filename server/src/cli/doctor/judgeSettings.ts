import type { Config } from '../../config.ts';
import { type Finding, ok, warn } from './Finding.ts';

type Judged = Pick<
  Config,
  'isProduction' | 'databaseUrl' | 'redisUrl' | 'turn' | 'trustProxy' | 'secureCookies'
>;

/** Settings that are allowed and seldom meant. */
export function judgeSettings(config: Judged): Finding[] {
  const about = 'settings';
  const findings: Finding[] = [];
  if (config.turn === null) {
    findings.push(
      warn(
        'relay',
        'there is none: two phones behind carrier-grade NAT will not hear each other',
        'run coturn and set TURN_URLS and TURN_SECRET (docs/OPERATIONS.md)',
      ),
    );
  }
  if (!config.isProduction) {
    findings.push(
      warn(about, 'NODE_ENV is not production', 'set NODE_ENV=production for a server that others use'),
    );
  }
  if (config.secureCookies && config.trustProxy === false) {
    findings.push(
      warn(
        about,
        'https, and nobody’s X-Forwarded-For is believed: everybody shares the proxy’s address and its limits',
        'set TRUST_PROXY: loopback for nginx on this machine, 1 for one proxy elsewhere',
      ),
    );
  }
  if (config.redisUrl !== null && config.databaseUrl === null) {
    findings.push(
      warn(about, 'Redis is for several servers, an embedded database for one', 'set DATABASE_URL too'),
    );
  }
  return findings.length > 0 ? findings : [ok(about, 'nothing unusual')];
}
