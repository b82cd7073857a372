import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import preact from '@preact/preset-vite';
import { createServer } from 'vite';
import type { IndexHtmlTransformContext, Plugin } from 'vite';
import type { Shell } from '../src/shell/Shell.ts';

const SHELL = '<!--shell-->';
const BOOT = '<!--boot-->';
const START = '<!--start-->';

/** Chunks that some visitors need besides the first: those who go further than the welcome, those who read no Uzbek. */
const NOT_FOR_ALL = ['talk', 'ru', 'en'];

/**
 * Makes index.html paint by itself: the shell drawn by the real components, the two scripts that fit it to the visitor
 * and the styles all stand in the page. The code that brings the app to life, and the manifest, lie in a template,
 * where nothing is fetched, until src/shell/start.js puts them into the head.
 * The server allows what is inlined by its hash (server/src/transport/inlineCode.ts).
 * Has to stand behind the plugin that writes the manifest's link.
 */
export function shellPlugin(): Plugin[] {
  let root = '';
  return [
    {
      name: 'suhbatdosh-shell',
      configResolved(config) {
        root = config.root;
      },
      transformIndexHtml: {
        order: 'pre',
        async handler(html) {
          if (!html.includes(SHELL)) return html;
          const [shell, boot, say] = await Promise.all([
            drawShell(root),
            read(root, 'boot'),
            read(root, 'say'),
          ]);
          const words = `const words = ${JSON.stringify(shell.words).replaceAll('<', '\\u003c')};\n`;
          return html
            .replace(BOOT, () => `<script>${boot}</script>`)
            .replace(SHELL, () => `${shell.html}<script>${words}${say}</script>`);
        },
      },
    },
    {
      name: 'suhbatdosh-first-paint',
      apply: 'build',
      enforce: 'post',
      transformIndexHtml: {
        order: 'post',
        async handler(html, { bundle = {} }) {
          const later: string[] = [];
          const page = html.replaceAll(TAGS, (tag) => {
            const style = inlineStyle(tag, bundle);
            if (style === null) later.push(tag.trim());
            return style ?? '';
          });
          // The manifest is written last, and so fetched when the code is on its way.
          later.splice(-1, 0, ...NOT_FOR_ALL.flatMap((name) => linksTo(name, bundle)));
          const start = await read(root, 'start');
          return page.replace(
            START,
            () => `<template id="later">${later.join('')}</template><script>${start}</script>`,
          );
        },
      },
    },
  ];
}

/** Every tag that Vite and its plugins put into the head for what they have built; a script's with its end. */
const TAGS =
  /<script type="module"[^>]*><\/script>|<link rel="(?:modulepreload|stylesheet|manifest)"[^>]*>\n? */g;

type Bundle = NonNullable<IndexHtmlTransformContext['bundle']>;

/** The style sheet that a tag names, as part of the page; null: the tag names code. */
function inlineStyle(tag: string, bundle: Bundle): string | null {
  const path = /href="\/([^"]+\.css)"/.exec(tag)?.[1];
  if (path === undefined) return null;
  const style = bundle[path];
  if (style?.type !== 'asset') throw new Error(`the build has no ${path}`);
  delete bundle[path];
  // A later chunk that uses code of the first one asks for its styles too; finding the link it believes that they are there.
  return `<style>${String(style.source).trim()}</style><link rel="stylesheet" href="/${path}" disabled>`;
}

/** Fetches a chunk beside the first one, where its `import()` would only begin when that one runs. */
function linksTo(name: string, bundle: Bundle): string[] {
  const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
  const chunk = chunks.find((file) => file.name === name);
  if (chunk === undefined) throw new Error(`the build has no chunk ${name}`);
  const first = chunks.filter((file) => file.isEntry).map((file) => file.fileName);
  const scripts = [chunk.fileName, ...chunk.imports].filter((path) => !first.includes(path));
  const styles = [...(chunk.viteMetadata?.importedCss ?? [])];
  const rest = `crossorigin data-for="${name}">`;
  return [
    ...scripts.map((path) => `<link rel="modulepreload" href="/${path}" ${rest}`),
    ...styles.map((path) => `<link rel="preload" as="style" href="/${path}" ${rest}`),
  ];
}

async function read(root: string, name: string): Promise<string> {
  const text = await readFile(join(root, 'src/shell', `${name}.js`), 'utf8');
  return text
    .replaceAll(/^\s*\/\/.*\n/gm, '')
    .replaceAll(/\n\s*/g, '\n')
    .trim();
}

/** Through a Vite of its own, for Node reads no TSX. */
async function drawShell(root: string): Promise<Shell> {
  const vite = await createServer({
    root,
    configFile: false,
    logLevel: 'error',
    appType: 'custom',
    server: { middlewareMode: true, watch: null, ws: false },
    optimizeDeps: { noDiscovery: true },
    plugins: [preact({ devToolsEnabled: false, prefreshEnabled: false })],
  });
  try {
    const module = (await vite.ssrLoadModule('/src/shell/renderShell.tsx')) as {
      renderShell(): Promise<Shell>;
    };
    return await module.renderShell();
  } finally {
    await vite.close();
  }
}
