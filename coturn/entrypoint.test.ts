import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import { findProgram, refusalOf, type Settings } from './runCoturn.ts';

const folder = mkdtempSync(join(tmpdir(), 'suhbatdosh-entrypoint-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const secret = randomBytes(32).toString('hex');
const good: Settings = {
  TURN_SECRET: secret,
  TURN_REALM: 'turn.example.org',
  TURN_EXTERNAL_IP: '127.0.0.1',
  TURN_RUN_DIR: folder,
};

const weakFile = join(folder, 'weak');
writeFileSync(weakFile, 'short\n');

describe.skipIf(findProgram('turnserver') === null)(
  'the entrypoint refuses, with one line and 78 (coturn)',
  () => {
    test.each<[string, Settings, RegExp]>([
      ['no secret', { TURN_SECRET: '' }, /TURN_SECRET is missing/],
      ['a secret of 31 characters', { TURN_SECRET: secret.slice(0, 31) }, /fewer than 32 characters/],
      [
        'the secret of an example',
        { TURN_SECRET: 'please-change-me-please-change-me-please' },
        /looks like an example/,
      ],
      ['a secret that counts', { TURN_SECRET: '0123456789abcdef0123456789abcdef' }, /looks like an example/],
      ['a secret of one letter', { TURN_SECRET: 'a'.repeat(64) }, /fewer than 8 different characters/],
      ['a secret that would break the file', { TURN_SECRET: `${secret}\nno-auth` }, /only letters, digits/],
      [
        'a weak secret in a file',
        { TURN_SECRET: '', TURN_SECRET_FILE: weakFile },
        /fewer than 32 characters/,
      ],
      [
        'a secret file that is not there',
        { TURN_SECRET: '', TURN_SECRET_FILE: '/nowhere' },
        /cannot be read/,
      ],
      ['two secrets', { TURN_SECRET_FILE: weakFile }, /keep one of the two/],
      ['no realm', { TURN_REALM: '' }, /TURN_REALM must be/],
      ['no public address', { TURN_EXTERNAL_IP: '' }, /TURN_EXTERNAL_IP must be/],
      ['a public address of IPv6', { TURN_EXTERNAL_IP: '2001:db8::1' }, /TURN_EXTERNAL_IP must be/],
      ['a public address that is none', { TURN_EXTERNAL_IP: '203.0.113.256' }, /TURN_EXTERNAL_IP must be/],
      [
        'an address of another machine',
        { TURN_EXTERNAL_IP: '203.0.113.7' },
        /set TURN_RELAY_IP.*127\.0\.0\.1/,
      ],
      ['a port that is none', { TURN_PORT: '70000' }, /TURN_PORT must be a whole number/],
      ['a range upside down', { TURN_MIN_PORT: '50000', TURN_MAX_PORT: '49000' }, /above/],
      [
        'a certificate that is not there',
        { TURN_CERT: '/nowhere.pem', TURN_KEY: '/nowhere.pem' },
        /TURN_CERT must/,
      ],
      ['a certificate without a key', { TURN_CERT: weakFile }, /TURN_KEY must/],
      ['a folder that cannot be made', { TURN_RUN_DIR: `${weakFile}/run` }, /cannot be written/],
    ])('%s', async (_what, settings, words) => {
      const { exitCode, lines } = await refusalOf({ ...good, ...settings });
      expect(lines).toHaveLength(1);
      expect(lines[0]).toMatch(words);
      expect(exitCode).toBe(78);
      if (settings.TURN_SECRET) expect(lines[0]).not.toContain(settings.TURN_SECRET);
    });
  },
);
