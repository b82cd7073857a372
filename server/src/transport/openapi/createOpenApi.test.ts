import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { serverEvent, streamInput } from '../../contract/events.ts';
import { listProfilesInput, me, profilePage, registerInput } from '../../contract/people.ts';
import { joinInput, queueStatus } from '../../contract/queue.ts';
import { sessionView, signalInput } from '../../contract/sessions.ts';
import { startTestServer } from '../testing/startTestServer.ts';
import { speak } from '../testing/speakHttp.ts';
import { procedure, publicProcedure, router } from '../trpc.ts';
import { createOpenApi } from './createOpenApi.ts';

type Node = Record<string, unknown>;
const never = (): never => {
  throw new Error('only described here');
};

/** Procedures over the real contract: every schema that the wire has must be describable. */
const api = createOpenApi(
  router({
    auth: router({
      register: publicProcedure
        .meta({
          summary: 'Makes an account',
          output: me,
          errors: ['USERNAME_TAKEN', 'EMAIL_TAKEN', 'TOO_YOUNG'],
        })
        .input(registerInput)
        .mutation(never),
      logout: procedure
        .meta({ summary: 'Ends this login', output: z.strictObject({ ok: z.literal(true) }) })
        .mutation(never),
    }),
    profile: router({
      list: procedure.meta({ summary: 'People', output: profilePage }).input(listProfilesInput).query(never),
    }),
    queue: router({
      join: procedure.meta({ summary: 'Joins', output: queueStatus }).input(joinInput).mutation(never),
    }),
    session: router({
      current: procedure.meta({ summary: 'Now', output: sessionView.nullable() }).query(never),
      signal: procedure.input(signalInput).mutation(never),
    }),
    events: router({
      stream: procedure
        .meta({ summary: 'Events', output: serverEvent })
        .input(streamInput)
        .subscription(async function* () {
          yield await Promise.resolve(1);
        }),
    }),
  }),
  { origin: 'https://gap.uz', cookieName: '__Host-session' },
);

/** Every node of a document, with its path. */
function* walk(node: unknown, path = '#'): Generator<[string, Node]> {
  if (typeof node !== 'object' || node === null) return;
  if (!Array.isArray(node)) yield [path, node as Node];
  for (const [key, child] of Object.entries(node)) {
    yield* walk(child, `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
  }
}

describe('the description', () => {
  test('names the endpoints that tRPC serves, by their method', () => {
    const methods = Object.entries(api['paths'] as Record<string, Node>).map(([path, item]) => [
      path,
      Object.keys(item),
    ]);
    expect(methods).toEqual([
      ['/trpc/auth.register', ['post']],
      ['/trpc/auth.logout', ['post']],
      ['/trpc/profile.list', ['get']],
      ['/trpc/queue.join', ['post']],
      ['/trpc/session.current', ['get']],
      ['/trpc/session.signal', ['post']],
      ['/trpc', ['get']],
    ]);
    expect(Object.keys(api['x-subscriptions'] as Node)).toEqual(['events.stream']);
  });

  test('has no reference into nothing, and one operation a name', () => {
    const nodes = new Map(walk(api));
    const references = [...nodes.values()]
      .map((node) => node['$ref'])
      .filter((ref) => typeof ref === 'string');
    expect(references.length).toBeGreaterThan(10);
    expect(references.filter((ref) => !nodes.has(ref))).toEqual([]);
    const ids = [...nodes.values()].map((node) => node['operationId']).filter((id) => typeof id === 'string');
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('keeps to what OpenAPI 3.1 asks of an operation', () => {
    expect(api).toMatchObject({ openapi: '3.1.0', info: { title: 'Suhbatdosh', version: '1' } });
    for (const [path, node] of walk(api['paths'])) {
      if (!('operationId' in node)) continue;
      const responses = Object.entries(node['responses'] as Record<string, Node>);
      expect(responses.length, path).toBeGreaterThan(0);
      for (const [status, response] of responses) {
        expect(status).toMatch(/^[1-5]\d\d$/);
        expect(response['description']).toEqual(expect.any(String));
      }
      for (const parameter of (node['parameters'] ?? []) as Node[]) {
        expect(parameter).toMatchObject({ name: 'input', in: 'query', content: { 'application/json': {} } });
      }
    }
  });

  test('tells inputs, answers, refusals and who needs a login', () => {
    const paths = api['paths'] as Record<string, Record<string, Node>>;
    const register = paths['/trpc/auth.register']?.['post'];
    expect(register).toMatchObject({
      summary: 'Makes an account',
      security: [],
      requestBody: {
        required: true,
        content: { 'application/json': { schema: { additionalProperties: false } } },
      },
      responses: {
        200: {
          content: {
            'application/json': {
              schema: {
                properties: { result: { properties: { data: { $ref: '#/components/schemas/Me' } } } },
              },
            },
          },
        },
        400: { description: 'WRONG_INPUT, TOO_YOUNG' },
        409: { description: 'USERNAME_TAKEN, EMAIL_TAKEN' },
      },
    });
    expect(paths['/trpc/profile.list']?.['get']).toMatchObject({
      security: [{ login: [] }],
      parameters: [{ required: false }],
      responses: { 401: { description: 'NOT_LOGGED_IN' } },
    });
    expect(paths['/trpc/auth.logout']?.['post']).not.toHaveProperty('requestBody');
    const { schemas } = api['components'] as { schemas: Node };
    expect(Object.keys(schemas)).toEqual(
      expect.arrayContaining(['Error', 'Me', 'PublicProfile', 'SessionView', 'Signal', 'ServerEvent']),
    );
  });
});

test('the server serves it, and a page with nothing inline that shows it', async () => {
  const server = await startTestServer();
  const served = JSON.parse((await speak(server.port, { path: '/openapi.json' })).text) as Node;
  expect(Object.keys(served['paths'] as Node)).toContain('/trpc/thing.echo');
  expect(Object.keys(served['x-subscriptions'] as Node)).toContain('events.stream');
  const page = await speak(server.port, { path: '/docs' });
  expect(page.headers['content-type']).toContain('text/html');
  expect(page.text).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=/i);
  for (const path of ['/docs/docs.js', '/docs/docs.css']) {
    expect(page.text).toContain(path);
    const file = await speak(server.port, { path });
    expect(file.status).toBe(200);
    expect(file.text).not.toMatch(/innerHTML|insertAdjacentHTML|\beval\b|new Function/);
  }
  await server.server.drain();
});
