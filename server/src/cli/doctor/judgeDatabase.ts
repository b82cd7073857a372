import type { DatabaseFacts } from '../../database/readDatabaseFacts.ts';
import { fail, type Finding, ok, warn } from './Finding.ts';

/** What the project is tested with. */
const OLDEST_TESTED = 15;
const SLOW_MS = 50;
const MIB = 1024 ** 2;

export function judgeDatabase(facts: DatabaseFacts): Finding[] {
  const about = 'database';
  const kind = facts.isEmbedded ? 'embedded PostgreSQL' : 'PostgreSQL';
  const size = `${Math.max(1, Math.round(facts.sizeBytes / MIB))} MiB`;
  const findings: Finding[] = [];
  if (facts.unknown.length > 0) {
    findings.push(
      fail(
        about,
        `was used by a newer version (it has ${facts.unknown[0]})`,
        'run that version, or restore a backup of this one',
      ),
    );
  }
  if (facts.pending.length > 0) {
    findings.push(
      warn(
        about,
        `${facts.pending.length} migrations have not been run`,
        'they are at the next start; back up first',
      ),
    );
  }
  if (Number.parseInt(facts.version, 10) < OLDEST_TESTED) {
    findings.push(
      warn(
        about,
        `PostgreSQL ${facts.version} is older than anything tested`,
        `move to ${OLDEST_TESTED} or newer`,
      ),
    );
  }
  if (facts.latencyMs > SLOW_MS) {
    findings.push(
      warn(
        about,
        `one question takes ${facts.latencyMs} ms`,
        'put the database nearer to the server, or look at its load',
      ),
    );
  }
  return findings.length > 0
    ? findings
    : [ok(about, `${kind} ${facts.version}, ${size}, ${facts.latencyMs} ms, schema up to date`)];
}
