import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

interface LockedPackage {
  optionalDependencies?: Record<string, string>;
  integrity?: string;
  link?: boolean;
}

const lockFile = join(import.meta.dirname, '../../../package-lock.json');

/** Where Node would look for `name` when the package at `from` asks for it: its own node_modules, then each one further out. */
function placesOf(name: string, from: string): string[] {
  const inner = from.split('/node_modules/');
  const outer = inner.map((_, index) => inner.slice(0, inner.length - index).join('/node_modules/'));
  return [...outer.map((place) => `${place}/node_modules/${name}`), `node_modules/${name}`];
}

/** `package → optional dependency` for each one that the lock does not hold. */
function findMissing(packages: Record<string, LockedPackage>): string[] {
  return Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !placesOf(name, path).some((place) => place in packages))
      .map((name) => `${path} → ${name}`),
  );
}

async function readPackages(): Promise<Record<string, LockedPackage>> {
  const lock = JSON.parse(await readFile(lockFile, 'utf8')) as { packages: Record<string, LockedPackage> };
  return lock.packages;
}

/**
 * npm writes a lock without the platform packages that its registry lacks, and `npm ci` then dies on every machine
 * with "Missing: … from lock file". Choose a version of the package whose platform set is complete.
 */
test('every optional platform package is in the lock file', async () => {
  expect(findMissing(await readPackages())).toEqual([]);
});

test('a platform package that is not locked is found', async () => {
  const packages = await readPackages();
  const platformPackage = Object.keys(packages).find((path) =>
    path.startsWith('node_modules/@oxlint/binding-'),
  );
  const without = Object.fromEntries(Object.entries(packages).filter(([path]) => path !== platformPackage));
  expect(findMissing(without)).toEqual([
    `node_modules/oxlint → ${platformPackage?.slice('node_modules/'.length)}`,
  ]);
});

test('a dependency nested in its dependent counts as locked', () => {
  const nested = {
    'node_modules/a': { optionalDependencies: { b: '1' } },
    'node_modules/a/node_modules/b': {},
  };
  expect(findMissing(nested)).toEqual([]);
});

test('every package that comes from a registry is locked to its content', async () => {
  const registry = Object.entries(await readPackages()).filter(
    ([path, { link }]) => path.includes('node_modules/') && link !== true,
  );
  expect(registry.filter(([, { integrity }]) => integrity === undefined).map(([path]) => path)).toEqual([]);
});
