import { readdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const TEXTS = new Set(['.css', '.html', '.js', '.json', '.svg', '.txt', '.webmanifest']);
/** Below this a second file saves no packet. */
const LEAST_BYTES = 1000;

const toBrotli = promisify(brotliCompress);
const toGzip = promisify(gzip);

/** Lays `x.br` and `x.gz` beside every text of the build; the server picks by what a browser accepts. */
export function compressPlugin(): Plugin {
  let folder = '';
  return {
    name: 'suhbatdosh-compress',
    apply: 'build',
    configResolved(config) {
      folder = join(config.root, config.build.outDir);
    },
    // Behind the service worker, which is written last.
    closeBundle: { order: 'post', sequential: true, handler: () => compressFolder(folder) },
  };
}

async function compressFolder(folder: string): Promise<void> {
  const paths = (await readdir(folder, { recursive: true })).filter((path) => TEXTS.has(extname(path)));
  await Promise.all(
    paths.map(async (path) => {
      const content = await readFile(join(folder, path));
      if (content.length < LEAST_BYTES) return;
      // Their best is what both do unless told less: brotli 11; gzip has to be told 9.
      await writeFile(join(folder, `${path}.br`), await toBrotli(content));
      await writeFile(join(folder, `${path}.gz`), await toGzip(content, { level: 9 }));
    }),
  );
}
