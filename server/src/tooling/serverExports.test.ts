import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** The client gets types from the server and nothing else: besides lint (lintFences.test.ts), Node and tsc each refuse the opposite. */

const repository = join(import.meta.dirname, '../../..');
let folder = '';

interface Outcome {
  code: number;
  output: string;
}

/** Runs one of our tools in the probe's folder, from which the workspace packages resolve as they do for the client. */
async function run(args: readonly string[]): Promise<Outcome> {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { cwd: folder });
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const failed = error as { code: number; stdout: string; stderr: string };
    return { code: failed.code, output: failed.stdout + failed.stderr };
  }
}

async function typecheck(code: string): Promise<Outcome> {
  await writeFile(join(folder, 'probe.ts'), code);
  return run([join(repository, 'node_modules/typescript/bin/tsc'), '--noEmit', '-p', '.']);
}

beforeAll(async () => {
  await mkdir(join(repository, '.tmp'), { recursive: true });
  folder = await mkdtemp(join(repository, '.tmp/exports-'));
  const options = {
    extends: '../../tsconfig.json',
    compilerOptions: { module: 'esnext', moduleResolution: 'bundler', noEmit: true, types: ['node'] },
    files: ['probe.ts'],
    references: [],
  };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(options));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test.each(['@suhbatdosh/server', '@suhbatdosh/server/contract'])(
  'Node loads no value from %s',
  async (name) => {
    const { code, output } = await run(['--input-type=module', '--eval', `await import('${name}')`]);
    expect(code).not.toBe(0);
    expect(output).toContain('ERR_PACKAGE_PATH_NOT_EXPORTED');
  },
);

test('tsc lets types of the contract through', async () => {
  const code = `import type { Mode } from '@suhbatdosh/server/contract';\nexport const mode: Mode = 'level';\n`;
  expect(await typecheck(code)).toEqual({ code: 0, output: '' });
});

test('tsc refuses a value of the contract', async () => {
  const { code, output } = await typecheck(
    `import { mode } from '@suhbatdosh/server/contract';\nexport const modes = mode;\n`,
  );
  expect(code).not.toBe(0);
  expect(output).toContain('TS1362');
});

test('tsc refuses a path into the server package', async () => {
  const { code, output } = await typecheck(
    `import { LIMITS } from '@suhbatdosh/server/src/contract/limits.ts';\nexport const limits = LIMITS;\n`,
  );
  expect(code).not.toBe(0);
  expect(output).toContain('TS2307');
});
