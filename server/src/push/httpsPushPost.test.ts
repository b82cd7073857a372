import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { LookupAddress } from 'node:dns';
import { createServer, type Server } from 'node:https';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createHttpsPushPost, type HttpsPushPostOptions } from './httpsPushPost.ts';
import type { PushRequest } from './PushPost.ts';

/** A push service on this machine under a name that is not its own; nothing leaves the machine. */

const HOST = 'push.example.org';
let server: Server;
let ca = '';
let answer: RequestListener = (_, response) => response.end();

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'suhbatdosh-tls-'));
  const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', `/CN=${HOST}`, '-addext', `subjectAltName=DNS:${HOST}`];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
  const files = ['-keyout', keyFile, '-out', certFile];
  await promisify(execFile)('openssl', [
    'req',
    '-x509',
    '-nodes',
    '-days',
    '2',
    ...curve,
    ...subject,
    ...files,
  ]);
  const [key, cert] = await Promise.all([readFile(keyFile, 'utf8'), readFile(certFile, 'utf8')]);
  await rm(folder, { recursive: true });
  ca = cert;
  server = createServer({ key, cert }, (request, response) => answer(request, response));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const resolvingTo =
  (...answers: string[][]): NonNullable<HttpsPushPostOptions['resolve']> =>
  (_, done) => {
    const next = answers.length > 1 ? answers.shift() : answers[0];
    const found: LookupAddress[] = (next ?? []).map((address) => ({
      address,
      family: address.includes(':') ? 6 : 4,
    }));
    done(null, found);
  };

const postWith = (options: HttpsPushPostOptions) =>
  createHttpsPushPost({ port: (server.address() as AddressInfo).port, ca, ...options });

const toLoopback = { resolve: resolvingTo(['127.0.0.1']), mayConnect: () => true };

const request: PushRequest = {
  endpoint: new URL(`https://${HOST}/send/x?y=1`),
  headers: { ttl: '60' },
  body: Buffer.from('sealed'),
};

test('posts the body over TLS and hears the status', async () => {
  const seen: string[] = [];
  answer = (incoming, response) => {
    incoming.on('data', (part: Buffer) => seen.push(part.toString()));
    incoming.on('end', () => {
      seen.push(
        `${incoming.method} ${incoming.url} ${incoming.headers.host?.split(':')[0]} ${String(incoming.headers['ttl'])}`,
      );
      response.writeHead(429, { 'retry-after': '7' }).end('slow down');
    });
  };
  expect(await postWith(toLoopback)(request)).toEqual({ status: 429, retryAfter: '7' });
  expect(seen).toEqual(['sealed', 'POST /send/x?y=1 push.example.org 60']);
});

describe('an address that is not of the public internet', () => {
  const refused = { code: 'EADDRESSREFUSED' };
  const never = (): never => {
    throw new Error('somebody was connected to');
  };

  test.each([
    ['this machine', ['127.0.0.1']],
    ['this machine in IPv6', ['::1']],
    ['the cloud’s own', ['169.254.169.254']],
    ['a private one inside IPv6', ['::ffff:10.0.0.5']],
    ['a private one beside a public one', ['142.250.74.106', '192.168.1.1']],
    ['none at all', []],
  ])('(%s) is not connected to', async (_, addresses) => {
    answer = never;
    await expect(postWith({ resolve: resolvingTo(addresses) })(request)).rejects.toMatchObject(refused);
  });

  test('is noticed also when the name was a good one a moment ago', async () => {
    answer = (_, response) => response.writeHead(201, { connection: 'close' }).end();
    const mayConnect = (address: string): boolean => address === '127.0.0.1';
    const post = postWith({ resolve: resolvingTo(['127.0.0.1'], ['10.0.0.5']), mayConnect });
    expect((await post(request)).status).toBe(201);
    answer = never;
    await expect(post(request)).rejects.toMatchObject(refused);
  });
});

test('a name that cannot be resolved is an error like any other', async () => {
  const post = postWith({
    resolve: (_, done) => done(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), []),
  });
  await expect(post(request)).rejects.toMatchObject({ code: 'ENOTFOUND' });
});

test('a redirect is an answer, not a way', async () => {
  let asked = 0;
  answer = (_, response) => {
    asked += 1;
    response.writeHead(302, { location: `https://${HOST}/elsewhere` }).end();
  };
  expect((await postWith(toLoopback)(request)).status).toBe(302);
  expect(asked).toBe(1);
});

test('a certificate of somebody else ends it', async () => {
  answer = (_, response) => response.end();
  const other = { ...request, endpoint: new URL('https://other.example.org/x') };
  await expect(postWith(toLoopback)(other)).rejects.toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
});

test('silence ends with the time for it', async () => {
  answer = () => {};
  await expect(postWith({ ...toLoopback, timeoutMs: 150 })(request)).rejects.toMatchObject({
    name: 'AbortError',
  });
});

test('whoever answers without end is hung up on', async () => {
  const isOver = new Promise<void>((resolve) => {
    answer = (_, response) => {
      response.writeHead(201);
      const pour = setInterval(() => response.write('x'.repeat(1024)), 5);
      response.on('close', () => {
        clearInterval(pour);
        resolve();
      });
    };
  });
  expect((await postWith(toLoopback)(request)).status).toBe(201);
  await isOver;
});
