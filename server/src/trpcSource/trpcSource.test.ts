import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { readTrpcSource } from './readTrpcSource.ts';

interface Recording {
  trpc: string;
  overHttp: unknown[];
  overSocket: unknown[];
}

/** Runs the table of requests in a process of its own, with what it wrote to stderr. */
async function record(
  env: NodeJS.ProcessEnv,
  ...flags: string[]
): Promise<{ recording: Recording; warnings: string }> {
  const program = join(import.meta.dirname, 'recordAnswers.ts');
  const options = { env: { PATH: process.env.PATH, ...env } };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [...flags, program], options);
  return { recording: JSON.parse(stdout) as Recording, warnings: stderr };
}

const register = ['--import', join(import.meta.dirname, 'register.ts')];
let published: Recording;
let fromSource: Recording;
let warnings = '';

beforeAll(async () => {
  ({ recording: published } = await record({}));
  ({ recording: fromSource, warnings } = await record({}, ...register));
});

test('the two recordings come from the two builds, and the second says nothing about it', () => {
  expect(published.trpc).toContain('/dist/');
  expect(fromSource.trpc).toContain('/src/');
  expect(warnings).toBe('');
});

test('every HTTP request is answered alike', () => {
  expect(published.overHttp).toHaveLength(20);
  expect(fromSource.overHttp).toEqual(published.overHttp);
});

test('every frame on the socket is answered alike', () => {
  expect(published.overSocket).toHaveLength(20);
  expect(fromSource.overSocket).toEqual(published.overSocket);
});

test('a setting asks for the published build', async () => {
  const { recording } = await record({ TRPC_SOURCE: 'off' }, ...register);
  expect(recording.trpc).toContain('/dist/');
});

test('whatever the server imports of the package has a source: no second copy of TRPCError from the build', async () => {
  const { entries } = readTrpcSource();
  const manifest = await readFile(
    join(import.meta.dirname, '../../../node_modules/@trpc/server/package.json'),
    'utf8',
  );
  const names = Object.keys((JSON.parse(manifest) as { exports: object }).exports)
    .filter((name) => !/package[.]json|aws-lambda|fastify|next/.test(name))
    .map((name) => join('@trpc/server', name));
  expect(names.filter((name) => !entries.has(name))).toEqual([]);
});
