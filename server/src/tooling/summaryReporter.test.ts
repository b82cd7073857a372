import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const repository = join(import.meta.dirname, '../../..');
const head = `import { beforeAll, describe, expect, test } from 'vitest';\n`;
let folder = '';

/** A run of vitest over planted test files: how it ended, and its last two lines. */
async function runSuites(files: Record<string, string>): Promise<{ failed: boolean; lines: string[] }> {
  const suites = await mkdtemp(join(folder, 'suites-'));
  for (const [name, code] of Object.entries(files)) await writeFile(join(suites, name), head + code);
  await writeFile(join(suites, 'tsconfig.json'), '{}');
  await writeFile(
    join(suites, 'vitest.config.ts'),
    `import { createSummaryReporter } from '${repository}/server/src/tooling/summaryReporter.ts';
    const absent = { name: 'Gramophone', howToHave: 'apt-get install gramophone', find: () => null };
    const present = { name: 'Telegraph', howToHave: 'nothing', find: () => '/bin/telegraph' };
    export default { test: { reporters: ['default', createSummaryReporter([absent, present])] } };`,
  );
  const vitest = [join(repository, 'node_modules/vitest/vitest.mjs'), 'run', '--root', suites];
  // Without what this run's own vitest has put into the environment.
  const env = { PATH: process.env.PATH };
  const run = await promisify(execFile)(process.execPath, vitest, { cwd: suites, env }).then(
    ({ stdout }) => ({ stdout, failed: false }),
    (error: { stdout: string }) => ({ stdout: error.stdout, failed: true }),
  );
  return { failed: run.failed, lines: run.stdout.trimEnd().split('\n').slice(-2) };
}

beforeAll(async () => {
  await mkdir(join(repository, '.tmp'), { recursive: true });
  folder = await mkdtemp(join(repository, '.tmp/reporter-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const leftOut =
  'Left out, for want of a program: the suites that need Gramophone (apt-get install gramophone).';

test('the last line counts the tests, the one before names what was left out', async () => {
  const files = {
    'a.test.ts': `test('good', () => expect(1).toBe(1));\ntest.skip('not now', () => {});\n`,
    'b.test.ts': `describe.skip('away', () => { test('one', () => {}); test('two', () => {}); });\ntest('x', () => {});\n`,
  };
  expect(await runSuites(files)).toEqual({
    failed: false,
    lines: [leftOut, '2 passed, 0 failed, 3 skipped'],
  });
});

test('a file that does not load, a broken hook and a stray error are failures', async () => {
  const files = {
    'fails.test.ts': `test('bad', () => expect(1).toBe(2));\n`,
    'broken.test.ts': `throw new Error('cannot load');\n`,
    'hook.test.ts': `describe('h', () => { beforeAll(() => { throw new Error('hook'); }); test('t', () => {}); });\n`,
    'stray.test.ts': `test('stray', () => { void Promise.reject(new Error('stray')); });\n`,
  };
  expect(await runSuites(files)).toEqual({ failed: true, lines: [leftOut, '1 passed, 4 failed, 1 skipped'] });
});
