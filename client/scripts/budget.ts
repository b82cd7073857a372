import { join } from 'node:path';
import { measureBuild, type MeasuredFile } from './measureBuild.ts';

/** Holds the built client to its size; kB are 1000 bytes under gzip -9. Exits with 1 when something is over. */

const FIRST_LOAD_BYTES = 40_000;
const PRECACHE_BYTES = 200_000;

const total = (files: readonly MeasuredFile[]): number => files.reduce((sum, file) => sum + file.bytes, 0);

const row = (name: string, bytes: number): string => `${(bytes / 1000).toFixed(1).padStart(8)} kB  ${name}`;

const build = await measureBuild(join(import.meta.dirname, '../dist'));
const firstLoad = total(build.firstLoad);
const precache = total(build.precache);
const problems = [
  ...(firstLoad > FIRST_LOAD_BYTES ? [`first load is over ${FIRST_LOAD_BYTES / 1000} kB`] : []),
  ...(precache > PRECACHE_BYTES ? [`precache is over ${PRECACHE_BYTES / 1000} kB`] : []),
  ...(build.precache.length === 0 ? ['the service worker precaches nothing'] : []),
  ...build.filesWithZod.map((path) => `zod is in ${path}`),
];

const bySize = build.firstLoad.toSorted((a, b) => b.bytes - a.bytes);
console.log(bySize.map((file) => row(file.path, file.bytes)).join('\n'));
console.log(row(`first load of the welcome screen (at most ${FIRST_LOAD_BYTES / 1000})`, firstLoad));
console.log(row(`precache, ${build.precache.length} files (at most ${PRECACHE_BYTES / 1000})`, precache));
for (const problem of problems) console.error(`Over budget: ${problem}.`);
process.exitCode = problems.length === 0 ? 0 : 1;
