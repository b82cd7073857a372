import { expect, test } from 'vitest';
import { isLoggedIn } from './isLoggedIn.ts';

const answering =
  (body: unknown, status = 200) =>
  async () =>
    Response.json(body, { status });

test('somebody is logged in when the server names them', async () => {
  expect(await isLoggedIn(answering({ result: { data: { id: 'u1' } } }))).toBe(true);
  expect(await isLoggedIn(answering({ result: { data: null } }))).toBe(false);
});

test('an error, a page that is no JSON and a dead network all leave it open', async () => {
  expect(await isLoggedIn(answering({ error: { code: -32603 } }, 500))).toBe(false);
  expect(await isLoggedIn(async () => new Response('<html>'))).toBe(false);
  expect(await isLoggedIn(async () => Promise.reject(new TypeError('Failed to fetch')))).toBe(false);
});
