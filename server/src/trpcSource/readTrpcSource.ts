import { globSync, readFileSync } from 'node:fs';
import { createRequire, stripTypeScriptTypes } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The parts of the package that lean on frameworks which we do not have. */
const FOREIGN = [
  'src/adapters/aws-lambda/**',
  'src/adapters/fastify/**',
  'src/adapters/next*/**',
  'src/adapters/next*.ts',
];

export interface TrpcSource {
  /** What an `import` of the package names, such as `@trpc/server/adapters/ws`, with the file that answers it. */
  entries: ReadonlyMap<string, string>;
  /** JavaScript by file URL. */
  modules: ReadonlyMap<string, string>;
}

/** Node says once that stripTypeScriptTypes is experimental; whoever starts the server need not hear it. */
function silently<Result>(work: () => Result): Result {
  const emitWarning = process.emitWarning.bind(process);
  process.emitWarning = () => {};
  try {
    return work();
  } finally {
    process.emitWarning = emitWarning;
  }
}

/**
 * The TypeScript that @trpc/server ships beside its build, as JavaScript of today.
 * Throws when the package does not look as it should.
 */
export function readTrpcSource(): TrpcSource {
  const folder = dirname(createRequire(import.meta.url).resolve('@trpc/server/package.json'));
  const urlOf = (path: string): string => pathToFileURL(join(folder, path)).href;
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { exports: object };

  // `transform`, because a few of its files have parameter properties, which cannot just be blanked out.
  const toJavaScript = (path: string): string =>
    stripTypeScriptTypes(readFileSync(join(folder, path), 'utf8'), { mode: 'transform' });
  const files = globSync('src/**/*.ts', { cwd: folder, exclude: FOREIGN });
  const modules = silently(() => new Map(files.map((path) => [urlOf(path), toJavaScript(path)])));

  const entries = new Map<string, string>();
  for (const name of Object.keys(manifest.exports)) {
    const base = join('src', name === '.' ? 'index' : name);
    const url = [`${base}.ts`, `${base}/index.ts`].map(urlOf).find((candidate) => modules.has(candidate));
    if (url !== undefined) entries.set(join('@trpc/server', name), url);
  }
  // Its sources name this one, which the package does not export.
  entries.set('@trpc/server/vendor/is-plain-object', urlOf('src/vendor/is-plain-object.ts'));
  for (const [name, url] of entries) {
    if (!modules.has(url)) throw new Error(`${name} has no source`);
  }
  for (const needed of ['@trpc/server', '@trpc/server/adapters/ws', '@trpc/server/adapters/express']) {
    if (!entries.has(needed)) throw new Error(`${needed} has no source`);
  }
  return { entries, modules };
}
