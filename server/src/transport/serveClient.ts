import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Logger } from 'pino';
import type { Clock } from '../clock/Clock.ts';
import type { Handler, Request, Response } from 'express';
import { chooseVariant, listClientFiles, listFiles, type ClientFile } from './clientFiles.ts';
import { allowInlineCode, findInlineCode } from './inlineCode.ts';
import { keepAssets } from './keepAssets.ts';

const IMMUTABLE = 'public, max-age=31536000, immutable';
const FOR_AN_HOUR = 'public, max-age=3600';
/** Asked for anew each time, or a phone would keep an old release. */
const ALWAYS_FRESH = /^\/(index\.html|sw\.js|[^/]+\.webmanifest|manifest\.json)$/;

export interface ServeClientOptions {
  /** The folder of the built client; may be empty, then pages are answered with 503. */
  clientDir: string;
  /** Where the hashed files of earlier releases are kept; null: they are gone with their release. */
  keptAssetsDir: string | null;
  logger: Pick<Logger, 'warn'>;
  clock: Pick<Clock, 'now'>;
}

/** However many files are asked for that are not there. */
const KEPT_LISTED_EVERY_MS = 1_000;

/** The built client at `/`. A page of the app that is no file, e.g. /history, is answered with index.html. */
export function createServeClient(options: ServeClientOptions): Handler {
  const { clientDir: folder, keptAssetsDir } = options;
  let files: ReturnType<typeof listClientFiles> = null;
  let kept: ReadonlyMap<string, ClientFile> = new Map();
  let inlineCode = findInlineCode('');
  const list = (): void => {
    files = listClientFiles(folder);
    if (files === null) return;
    inlineCode = findInlineCode(readFileSync(join(folder, 'index.html'), 'utf8'));
    if (keptAssetsDir !== null) kept = listKept({ ...options, keptAssetsDir });
  };
  list();
  let keptListedAt = options.clock.now();

  /** Another server of the same folder may have laid a newer release there since; this one only looks. */
  const findKept = (path: string): ClientFile | undefined => {
    const name = path.slice('/assets'.length);
    const isDue = options.clock.now() - keptListedAt >= KEPT_LISTED_EVERY_MS;
    if (keptAssetsDir !== null && !kept.has(name) && isDue) {
      keptListedAt = options.clock.now();
      kept = listAgain(keptAssetsDir) ?? kept;
    }
    return kept.get(name);
  };

  return (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.status(405).setHeader('Allow', 'GET, HEAD').type('text').send('Method not allowed\n');
      return;
    }
    if (files === null) list();
    if (files === null) {
      notBuilt(response);
      return;
    }
    const allowPage = (): void => {
      const policy = response.getHeader('Content-Security-Policy');
      if (typeof policy === 'string') {
        response.setHeader('Content-Security-Policy', allowInlineCode(policy, inlineCode));
      }
    };
    const path = request.path === '/' ? '/index.html' : request.path;
    const file = files.get(path);
    const old = path.startsWith('/assets/') && file === undefined ? findKept(path) : undefined;
    if (path === '/index.html') allowPage();
    if (file !== undefined) send({ request, response, folder, file, cache: cacheOf(path) });
    else if (old !== undefined && keptAssetsDir !== null) {
      send({ request, response, folder: keptAssetsDir, file: old, cache: IMMUTABLE });
    } else if (isNavigation(request)) {
      const index = files.get('/index.html');
      if (index === undefined) notBuilt(response);
      else {
        allowPage();
        send({ request, response, folder, file: index, cache: 'no-cache' });
      }
    } else {
      response.status(404).setHeader('Cache-Control', 'no-store').type('text').send('Not found\n');
    }
  };
}

/** Without a place to write, a release's files go with it; everything else works. */
function listKept(options: ServeClientOptions & { keptAssetsDir: string }): ReadonlyMap<string, ClientFile> {
  const { clientDir, keptAssetsDir: keptDir, logger, clock } = options;
  try {
    keepAssets({ clientDir, keptDir, nowMs: clock.now() });
    return listFiles(keptDir);
  } catch (error) {
    logger.warn({ error, keptDir }, 'cannot keep files of this release for the next one');
    return new Map();
  }
}

/** null: it cannot be read, of which the start has told. */
function listAgain(keptDir: string): ReadonlyMap<string, ClientFile> | null {
  try {
    return listFiles(keptDir);
  } catch {
    return null;
  }
}

function notBuilt(response: Response): void {
  response
    .status(503)
    .setHeader('Cache-Control', 'no-store')
    .type('text')
    .send('The client is not built yet: npm run build\n');
}

function cacheOf(path: string): string {
  if (path.startsWith('/assets/')) return IMMUTABLE;
  return ALWAYS_FRESH.test(path) ? 'no-cache' : FOR_AN_HOUR;
}

/** A browser that wants a page: not an old asset, an image or a script that is gone. */
function isNavigation(request: Request): boolean {
  if (request.path.startsWith('/assets/') || /\.[^/]*$/.test(request.path)) return false;
  return (request.headers.accept ?? '').includes('text/html');
}

function send(options: {
  request: Request;
  response: Response;
  folder: string;
  file: ClientFile;
  cache: string;
}): void {
  const { request, response, folder, file, cache } = options;
  const variant = chooseVariant(file, request.headers['accept-encoding']);
  response.type(extname(file.path)).setHeader('Cache-Control', cache);
  if (file.encodings.length > 0) response.vary('Accept-Encoding');
  if (variant.encoding !== null) response.setHeader('Content-Encoding', variant.encoding);
  response.sendFile(variant.path, { root: folder, cacheControl: false, dotfiles: 'allow' }, (error) => {
    // Gone since the list was made, or the caller went away.
    if (!error || response.headersSent) return;
    for (const name of ['Content-Encoding', 'Cache-Control']) response.removeHeader(name);
    response.status(404).setHeader('Cache-Control', 'no-store').type('text').send('Not found\n');
  });
}
