import { expect, test } from 'vitest';
import { en } from '../i18n/en.ts';
import { uz } from '../i18n/uz.ts';
import { renderShell } from './renderShell.tsx';

test('the first paint says in every language what the welcome and home say', async () => {
  const { html, words } = await renderShell();
  for (const key of ['welcome.title', 'welcome.start', 'home.find', 'nav.people'] as const) {
    expect(html).toContain(`data-t="${key}">${uz[key]}<`);
    expect(words.en[key]).toBe(en[key]);
  }
  const used = new Set([...html.matchAll(/data-[tl]="([^"]+)"/g)].map(([, key]) => key));
  expect(Object.keys(words.ru).filter((key) => !used.has(key))).toEqual([]);
  expect(Object.keys(words.en)).toEqual(Object.keys(words.ru));
});

test('the learner’s own name has its place, and nothing in the page needs a looser policy', async () => {
  const { html, words } = await renderShell();
  expect(words.ru['home.hello']).toContain('{name}');
  expect(html.match(/data-shell="(welcome|home)"/g)?.length).toBe(3);
  expect(html).not.toMatch(/[\uE000\uE001]| style=| on\w+=/);
});
