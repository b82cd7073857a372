import type { Plugin, Rolldown } from 'vite';

/** @see https://v8.dev/blog/explicit-compile-hints */
const HINT = '//# allFunctionsCalledOnLoad\n';

/**
 * Tells Chromium to compile all of a chunk while it comes in, beside the page's own thread, rather than each function
 * on that thread when it is first called. For what runs while the app starts; other browsers see a comment.
 * @param names chunks besides the first
 */
export function compileHintPlugin(names: readonly string[]): Plugin {
  const hinted = (bundle: Rolldown.OutputBundle): Rolldown.OutputChunk[] =>
    Object.values(bundle)
      .filter((file) => file.type === 'chunk')
      .filter((chunk) => chunk.isEntry || names.includes(chunk.name));
  return {
    name: 'suhbatdosh-compile-hint',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      // Behind Vite, which puts a line of its own on top: only in the first one the hint counts.
      order: 'post',
      handler(_, bundle) {
        for (const chunk of hinted(bundle)) chunk.code = HINT + chunk.code;
      },
    },
    writeBundle(_, bundle) {
      for (const { code, fileName } of hinted(bundle)) {
        if (!code.startsWith(HINT)) this.error(`something stands before the compile hint of ${fileName}`);
      }
    },
  };
}
