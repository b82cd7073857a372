import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { linkedFiles, measureBuild, precachedUrls, staticImports } from './measureBuild.ts';

let folder = '';

const FILES = {
  'index.html': `<!doctype html><script type="module" crossorigin src="/assets/main.js"></script>
    <link rel="modulepreload" href="/assets/preact.js"><link rel="stylesheet" href="/assets/main.css">
    <link rel="icon" href="/icon.svg">`,
  'assets/main.js': `import{h}from"./preact.js";import"./words.js";const later=()=>import("./call.js");h(later);`,
  'assets/preact.js': 'export const h = 1;',
  'assets/words.js': 'globalThis.words = {};',
  'assets/call.js': 'export const schema = { _zod: 1 };',
  'assets/main.css': 'body{margin:0}',
  'icon.svg': '<svg/>',
  'sw.js': `precache([{"revision":null,"url":"assets/main.js"},{url:"icon.svg",revision:"1"}]);`,
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'build-'));
  for (const [path, content] of Object.entries(FILES)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('the first load is the page and everything that its scripts import at once', async () => {
  const { firstLoad } = await measureBuild(folder);
  expect(firstLoad.map((file) => file.path)).toEqual([
    'index.html',
    'assets/main.css',
    'assets/main.js',
    'assets/preact.js',
    'assets/words.js',
  ]);
});

test('sizes are those of gzip -9', async () => {
  const { firstLoad } = await measureBuild(folder);
  const page = firstLoad.find((file) => file.path === 'index.html');
  expect(page?.bytes).toBe(gzipSync(FILES['index.html'], { level: 9 }).length);
});

test('the precache is what the service worker lists', async () => {
  const { precache } = await measureBuild(folder);
  expect(precache.map((file) => file.path)).toEqual(['assets/main.js', 'icon.svg']);
});

test('zod is found in a chunk that loads later too', async () => {
  const { filesWithZod } = await measureBuild(folder);
  expect(filesWithZod).toEqual(['assets/call.js']);
});

test('other hosts and other kinds of links are not ours to count', () => {
  expect(linkedFiles('<script src="https://a.example/x.js"></script><link rel=icon href=/i.svg>')).toEqual(
    [],
  );
});

test('a link that only says which styles the page carries is no file to fetch', () => {
  expect(linkedFiles('<link rel="stylesheet" href="/a.css" disabled>')).toEqual([]);
});

test('what only some visitors need is not what a stranger fetches', () => {
  expect(linkedFiles('<link rel="modulepreload" href="/talk.js" data-for="talk">')).toEqual([]);
});

test('a dynamic import is not a static one', () => {
  expect(staticImports(`import("./a.js");export*from"./b.js";import c from './c.js'`)).toEqual([
    './b.js',
    './c.js',
  ]);
});

test('urls are found whatever the order and quoting of the keys', () => {
  expect(precachedUrls('x([{url:`a.js`,revision:null},{revision:"2",url:"b.css"}])')).toEqual([
    'a.js',
    'b.css',
  ]);
});
