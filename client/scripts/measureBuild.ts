import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { gzipSync } from 'node:zlib';

/** One line of the budget; bytes as they cross the wire under gzip -9. */
export interface MeasuredFile {
  path: string;
  bytes: number;
}

export interface BuildMeasures {
  /** What a phone fetches before the first screen stands: the page, its scripts with all they import, its styles. */
  firstLoad: MeasuredFile[];
  /** What the service worker fetches in the background, for offline. */
  precache: MeasuredFile[];
  /** Scripts that carry zod, which validates on the server only. */
  filesWithZod: string[];
}

const attribute = (tag: string, name: string): string | null =>
  new RegExp(`\\s${name}\\s*=\\s*["']?([^"'\\s>]+)`, 'i').exec(tag)?.[1] ?? null;

/** Paths that the page itself names: module scripts, modulepreloads, style sheets; none of another host. */
export function linkedFiles(html: string): string[] {
  const scripts = (html.match(/<script\b[^>]*>/gi) ?? []).map((tag) => attribute(tag, 'src'));
  const links = (html.match(/<link\b[^>]*>/gi) ?? [])
    .filter((tag) => /modulepreload|stylesheet/.test(attribute(tag, 'rel') ?? ''))
    // Names styles that stand in the page already; never fetched.
    .filter((tag) => !/\sdisabled\b/.test(tag))
    // Wanted by some visitors only; taken out of the page for a stranger who reads Uzbek.
    .filter((tag) => attribute(tag, 'data-for') === null)
    .map((tag) => attribute(tag, 'href'));
  return [...scripts, ...links]
    .filter((path) => path !== null)
    .filter((path) => !/^(https?:)?\/\//.test(path));
}

/** Chunks that a chunk needs before it runs. Dynamic imports, `import(…)`, come later and do not count. */
export function staticImports(code: string): string[] {
  const found = code.matchAll(/(?:\bfrom|\bimport)\s*["'](\.{1,2}\/[^"']+)["']/g);
  return [...found].map((match) => match[1] ?? '');
}

/** The list that workbox has put into the service worker; its keys come in either order, quoted or not. */
export function precachedUrls(serviceWorker: string): string[] {
  const entry = /\{[^{}]*"?revision"?:[^{}]*\}/g;
  return (serviceWorker.match(entry) ?? [])
    .map((text) => /"?\burl"?:\s*["'`]([^"'`]+)["'`]/.exec(text)?.[1])
    .filter((url) => url !== undefined);
}

async function measure(folder: string, path: string): Promise<MeasuredFile> {
  const content = await readFile(join(folder, path));
  return { path, bytes: gzipSync(content, { level: 9 }).length };
}

async function firstLoadPaths(folder: string): Promise<string[]> {
  const html = await readFile(join(folder, 'index.html'), 'utf8');
  const waiting = linkedFiles(html).map((path) => posix.normalize(path.replace(/^\//, '')));
  const seen = new Set<string>();
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    if (!path.endsWith('.js')) continue;
    const code = await readFile(join(folder, path), 'utf8');
    waiting.push(...staticImports(code).map((target) => posix.join(dirname(path), target)));
  }
  return ['index.html', ...[...seen].toSorted()];
}

async function findFilesWithZod(folder: string): Promise<string[]> {
  const files = (await readdir(folder, { recursive: true })).filter((path) => path.endsWith('.js'));
  const codes = await Promise.all(files.map((path) => readFile(join(folder, path), 'utf8')));
  // Names that minifying leaves alone: a property of every zod 4 schema, and the name of its error.
  return files.filter((_, index) => /\b_zod\b|\$?ZodError/.test(codes[index] ?? ''));
}

/**
 * Reads a finished build of the client.
 * @param folder where index.html and sw.js are
 */
export async function measureBuild(folder: string): Promise<BuildMeasures> {
  const serviceWorker = await readFile(join(folder, 'sw.js'), 'utf8');
  const precached = new Set(precachedUrls(serviceWorker).map((url) => url.replace(/^\//, '')));
  return {
    firstLoad: await Promise.all((await firstLoadPaths(folder)).map((path) => measure(folder, path))),
    precache: await Promise.all([...precached].map((path) => measure(folder, path))),
    filesWithZod: await findFilesWithZod(folder),
  };
}
