import { registerHooks } from 'node:module';
import { readTrpcSource, type TrpcSource } from './readTrpcSource.ts';

/**
 * Loaded before the server (`node --import`), makes `@trpc/server` run from the TypeScript that it ships.
 * Its published build is down-levelled: every `{ ...options }` becomes a loop over property descriptors, which takes a
 * third of the server's time. From source a relayed message costs a quarter of that inside tRPC (`npm run bench`).
 * When anything is off, the published build is used; `TRPC_SOURCE=off` asks for it.
 */
function readOrNull(): TrpcSource | null {
  if (process.env.TRPC_SOURCE === 'off') return null;
  try {
    return readTrpcSource();
  } catch (error) {
    process.stderr.write(`@trpc/server runs from its published build, slower: ${String(error)}\n`);
    return null;
  }
}

const source = readOrNull();

if (source !== null) {
  const { entries, modules } = source;
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const entry = entries.get(specifier);
      if (entry !== undefined) return { url: entry, format: 'module', shortCircuit: true };
      if (specifier.startsWith('.') && context.parentURL !== undefined && modules.has(context.parentURL)) {
        const base = new URL(specifier, context.parentURL).href;
        const url = [`${base}.ts`, `${base}/index.ts`].find((candidate) => modules.has(candidate));
        if (url !== undefined) return { url, format: 'module', shortCircuit: true };
      }
      return nextResolve(specifier, context);
    },
    load(url, context, nextLoad) {
      const code = modules.get(url);
      return code === undefined
        ? nextLoad(url, context)
        : { format: 'module', shortCircuit: true, source: code };
    },
  });
}
