import { createHash } from 'node:crypto';

/** What stands in a page between <script> or <style> and its end, as the policy names it: `'sha256-…'`. */
export interface InlineCode {
  scripts: readonly string[];
  styles: readonly string[];
}

/**
 * The client's build puts the code of the first paint into index.html. It is allowed by its hash, so that anything
 * that somebody else gets into a page still does not run.
 * @see https://www.w3.org/TR/CSP3/#external-hash
 */
export function findInlineCode(html: string): InlineCode {
  const hashesOf = (pattern: RegExp): string[] =>
    [...html.matchAll(pattern)].map(([, code = '']) => {
      return `'sha256-${createHash('sha256').update(code).digest('base64')}'`;
    });
  return {
    scripts: hashesOf(/<script>(.*?)<\/script>/gs),
    styles: hashesOf(/<style>(.*?)<\/style>/gs),
  };
}

/** The same policy, with the page's own code allowed. */
export function allowInlineCode(policy: string, { scripts, styles }: InlineCode): string {
  return policy
    .replace(/\bscript-src [^;]*/, (directive) => [directive, ...scripts].join(' '))
    .replace(/\bstyle-src [^;]*/, (directive) => [directive, ...styles].join(' '));
}
