import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SYSTEM_PATH } from './runCoturn.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const compose = read('docker-compose.yml');

/** The text of one service: from its name to the next thing as far to the left. */
function serviceText(name: string): string {
  const [, text] = new RegExp(`^  ${name}:\\n((?:    .*\\n|\\n)+)`, 'm').exec(compose) ?? [];
  if (text === undefined) throw new Error(`docker-compose.yml has no service ${name}`);
  return text;
}
const servicesBlock = compose.slice(compose.indexOf('\nservices:\n'), compose.indexOf('\nnetworks:\n'));
const services = [...servicesBlock.matchAll(/^  ([a-z]+):$/gm)].map(([, name]) => name ?? '');
const matches = (text: string, pattern: RegExp): string[] => [
  ...new Set([...text.matchAll(pattern)].map(([, name]) => name ?? '')),
];

/** The settings of a service, by name. */
const settingsOf = (service: string): string[] => matches(serviceText(service), /^      ([A-Z][A-Z_]+):/gm);

describe('docker-compose.yml', () => {
  test('has the services that it should have', () => {
    expect(services.sort()).toEqual([
      'backup',
      'certbot',
      'certificates',
      'coturn',
      'nginx',
      'postgres',
      'redis',
      'server',
    ]);
  });

  test.each(services)(
    '%s runs a pinned image, with no capability but those it names, on a file system it cannot change',
    (name) => {
      const text = serviceText(name);
      expect(text).toContain('<<: *service');
      const image = /^    image: (.+)$/m.exec(text)?.[1] ?? '';
      expect(image).toMatch(
        name === 'server' ? /^suhbatdosh-server:\$\{VERSION:-local\}$/ : /:v?\d+\.\d+(\.\d+)?(-r\d+)?$/,
      );
      expect(text).not.toMatch(/privileged|read_only: false|cap_add: \[ALL\]|docker\.sock/);
    },
  );

  test.each(services)('%s cannot take the machine’s memory, and comes back only where it should', (name) => {
    const text = serviceText(name);
    const endsByItself = name === 'certificates';
    expect(/^    mem_limit: /m.test(text)).toBe(!endsByItself);
    expect(/^    pids_limit: \d+$/m.test(text)).toBe(!endsByItself);
    expect(/^    restart: 'no'$/m.test(text)).toBe(endsByItself);
  });

  test('a server has longer to stop than it takes, and there may be several', () => {
    const [, seconds] = /^    stop_grace_period: (\d+)s$/m.exec(serviceText('server')) ?? [];
    const [, takesMs] = /STOP_WITHIN_MS = ([\d_]+)/.exec(read('server/src/main.ts')) ?? [];
    expect(Number(seconds) * 1000).toBeGreaterThan(Number(takesMs?.replace('_', '')));
    expect(serviceText('server')).toContain('replicas: ${SERVER_REPLICAS:-1}');
    expect(serviceText('server')).not.toMatch(/container_name|ports:/);
  });

  test('an operator’s commands are on the path of the image, and their socket where it can be written', () => {
    const [, target = ''] = /ln -s \/app\/(\S+) \/usr\/local\/bin\/suhbatdosh/.exec(read('Dockerfile')) ?? [];
    expect(statSync(join(root, target)).mode & 0o111).toBe(0o111);
    expect(serviceText('server')).toMatch(/OPERATOR_SOCKET: \/tmp\/\S+\n[^]*tmpfs: \[\/tmp\]/);
  });

  test('backups are made by a script that is there and can be run', () => {
    const [, script = ''] = /- \.\/(\S+):\/backup\.sh:ro/.exec(serviceText('backup')) ?? [];
    expect(statSync(join(root, script)).mode & 0o111).toBe(0o111);
  });

  test('hands on every setting that the server has', () => {
    const settings = matches(read('.env.example'), /^([A-Z][A-Z_]+)=/gm);
    expect(settings.length).toBeGreaterThan(15);
    expect(settings.filter((name) => !settingsOf('server').includes(name))).toEqual([]);
  });

  test('hands coturn only settings that its entrypoint reads', () => {
    const entrypoint = read('coturn/entrypoint.sh');
    expect(settingsOf('coturn').filter((name) => !new RegExp(`\\b${name}\\b`).test(entrypoint))).toEqual([]);
  });

  test('what it cannot start without is what init-env makes', () => {
    const folder = mkdtempSync(join(tmpdir(), 'suhbatdosh-compose-'));
    const script = join(root, 'server/src/cli/initEnv.sh');
    const made = spawnSync('sh', [script, 'talk.example.org', '203.0.113.7'], {
      cwd: folder,
      env: { PATH: SYSTEM_PATH },
    });
    expect(made.status).toBe(0);
    const names = matches(readFileSync(join(folder, '.env'), 'utf8'), /^([A-Z][A-Z_]+)=./gm);
    rmSync(folder, { recursive: true });
    const needed = matches(compose, /\$\{([A-Z_]+):\?/g);
    expect(needed.sort()).toEqual(['DOMAIN', 'POSTGRES_PASSWORD', 'TURN_EXTERNAL_IP', 'TURN_SECRET']);
    expect(names).toEqual(expect.arrayContaining(needed));
  });

  test('only nginx is published', () => {
    expect(services.filter((name) => /^    ports:/m.test(serviceText(name)))).toEqual(['nginx']);
  });
});

describe('coturn/README.md', () => {
  const readme = read('coturn/README.md');

  test.each(['coturn/turnserver.conf', 'coturn/before-4.10.conf'])(
    'says what each line of %s is for',
    (path) => {
      const options = matches(read(path), /^([a-z][\w-]*)/gm);
      expect(options.length).toBeGreaterThan(5);
      expect(options.filter((option) => !readme.includes(`\`${option}\``))).toEqual([]);
    },
  );

  test('has every setting of the entrypoint', () => {
    const settings = matches(read('coturn/entrypoint.sh'), /\b(TURN_[A-Z_]+)\b/g);
    expect(settings.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
  });
});
