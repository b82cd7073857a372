import { expect, test } from 'vitest';
import { NOT_THE_APP } from './navigationDenylist.ts';

const isApp = (address: string): boolean => !NOT_THE_APP.some((pattern) => pattern.test(address));

test('what the server answers itself never gets the shell', () => {
  const ours = [
    '/trpc',
    '/trpc/auth.me?batch=1',
    '/docs',
    '/docs/queue',
    '/healthz',
    '/readyz',
    '/metrics?x=1',
  ];
  const files = ['/openapi.json', '/robots.txt', '/assets/index-abc.js', '/manifest.webmanifest'];
  expect([...ours, ...files].filter(isApp)).toEqual([]);
});

test('every screen gets the shell, with whatever query it was opened', () => {
  const screens = ['/', '/profile', '/talk?from=v1.2', '/documents', '/trpcx', '/?source=mail.ru'];
  expect(screens.filter((address) => !isApp(address))).toEqual([]);
});
