import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

interface Way {
  name: string;
  program: string;
  script: string;
}
const WAYS: readonly Way[] = [
  { name: 'npm run init-env', program: process.execPath, script: join(import.meta.dirname, 'initEnv.ts') },
  { name: 'initEnv.sh', program: '/bin/sh', script: join(import.meta.dirname, 'initEnv.sh') },
];

const SECRETS = ['POSTGRES_PASSWORD', 'TURN_SECRET', 'METRICS_TOKEN'];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'suhbatdosh-init-env-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function run({ program, script }: Way, args: readonly string[]): { status: number | null; words: string } {
  const options = { cwd: folder, env: { PATH: '/usr/bin:/bin' }, encoding: 'utf8' as const };
  const { status, stdout, stderr } = spawnSync(program, [script, ...args], options);
  return { status, words: stdout + stderr };
}

const written = (): string => readFileSync(join(folder, '.env'), 'utf8');
const withoutSecrets = (text: string): string =>
  SECRETS.reduce((rest, name) => rest.replace(new RegExp(`^(${name}=)[0-9a-f]{64}$`, 'm'), '$1…'), text);
const secretsIn = (text: string): string[] => text.match(/[0-9a-f]{64}/g) ?? [];

describe.each(WAYS)('$name', (way) => {
  test('writes a file that only its owner reads, with three different secrets', () => {
    const { status, words } = run(way, ['talk.example.org', '203.0.113.7', 'op@example.org']);
    expect([status, words]).toEqual([0, 'init-env: wrote .env\n']);
    expect(statSync(join(folder, '.env')).mode & 0o777).toBe(0o600);
    expect(new Set(secretsIn(written())).size).toBe(SECRETS.length);
    expect(withoutSecrets(written())).toContain('TURN_SECRET=…');
    expect(written()).toMatch(/^DOMAIN=talk\.example\.org$/m);
    expect(written()).toMatch(/^ACME_EMAIL=op@example\.org$/m);
  });

  test('never touches a file that is there', () => {
    run(way, ['talk.example.org', '203.0.113.7']);
    const before = written();
    const { status, words } = run(way, ['other.example.org', '203.0.113.8']);
    expect(status).toBe(73);
    expect(words).toContain('nothing was changed');
    expect(written()).toBe(before);
  });

  test.each([
    [[]],
    [['talk.example.org']],
    [['talk.example.org', '203.0.113.7', 'op@example.org', 'more']],
    [['https://talk.example.org', '203.0.113.7']],
    [['Talk.example.org', '203.0.113.7']],
    [['talk', '203.0.113.7']],
    [['talk.example.org', '203.0.113.256']],
    [['talk.example.org', '203.0.113.07']],
    [['talk.example.org', '2001:db8::1']],
    [['talk.example.org', '203.0.113.7', 'op@example.org\nTURN_SECRET=x']],
    [['talk.example.org\nx=y', '203.0.113.7']],
  ])('refuses %j and writes nothing', (args) => {
    const { status, words } = run(way, args);
    expect(status).toBe(64);
    expect(words).toMatch(/^init-env: .+\n$/);
    expect(written).toThrow(/ENOENT/);
  });
});

test('both ways write the same file, but for the secrets', () => {
  const [byNode, byShell] = WAYS.map((way) => {
    run(way, ['talk.example.org', '203.0.113.7']);
    const text = written();
    rmSync(join(folder, '.env'));
    return text;
  });
  expect(withoutSecrets(byNode ?? '')).toBe(withoutSecrets(byShell ?? ''));
  expect(secretsIn(byNode ?? '')).not.toEqual(secretsIn(byShell ?? ''));
});
