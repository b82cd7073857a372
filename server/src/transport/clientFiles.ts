import { readdirSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';

export interface ClientFile {
  /** Relative to the client's folder. */
  path: string;
  /** The same content, compressed at build time. */
  encodings: readonly ('br' | 'gzip')[];
}

const COMPRESSED = { br: '.br', gzip: '.gz' } as const;

/** As `listFiles`; null when the client has not been built. */
export function listClientFiles(folder: string): ReadonlyMap<string, ClientFile> | null {
  if (!statSync(join(folder, 'index.html'), { throwIfNoEntry: false })?.isFile()) return null;
  return listFiles(folder);
}

/**
 * Every file of a folder by its URL path. The list is made once:
 * what is not on it cannot be asked for, however a path is written.
 */
export function listFiles(folder: string): ReadonlyMap<string, ClientFile> {
  const paths = new Set(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.replace(/\/$/, '').length + 1)),
  );
  const files = new Map<string, ClientFile>();
  for (const path of paths) {
    const isVariant = ['.br', '.gz'].includes(extname(path)) && paths.has(path.slice(0, -3));
    if (isVariant || path.split('/').some((part) => part.startsWith('.'))) continue;
    const encodings = (['br', 'gzip'] as const).filter((encoding) => paths.has(path + COMPRESSED[encoding]));
    files.set(`/${path}`, { path, encodings });
  }
  return files;
}

/** The file to send for an Accept-Encoding header: the smallest that the caller understands. */
export function chooseVariant(
  file: ClientFile,
  acceptEncoding: string | undefined,
): { path: string; encoding: 'br' | 'gzip' | null } {
  const accepted = new Set(
    (acceptEncoding ?? '')
      .split(',')
      .filter((part) => !/;\s*q=0(\.0*)?\s*$/.test(part))
      .map((part) => part.split(';', 1)[0]?.trim().toLowerCase()),
  );
  const encoding = file.encodings.find((candidate) => accepted.has(candidate)) ?? null;
  return { path: encoding === null ? file.path : file.path + COMPRESSED[encoding], encoding };
}
