import { describe, expect, test } from 'vitest';
import { createVirtualClock } from '../clock/virtualClock.ts';
import { aPushDevice } from '../testing/aPushDevice.ts';
import { createFakePushService } from '../testing/fakePushService.ts';
import { verifyVapid } from '../testing/verifyVapid.ts';
import { createVapidKeys } from './createVapidKeys.ts';
import { deliverPush } from './deliverPush.ts';
import { PUSH_HOSTS } from './endpointRules.ts';
import type { VapidKeyPair } from './vapidHeader.ts';

const message = { payload: { web_push: 8030, notification: { title: 'x' } }, ttlSeconds: 60, topic: 'topic' };

async function somePair(): Promise<VapidKeyPair> {
  const records = {
    vapidKeys: async () => null,
    keepVapidKeys: async (made: VapidKeyPair) => made,
    replaceVapidKeys: async () => {},
  };
  return createVapidKeys({ records, clock: createVirtualClock(), given: null }).current();
}

async function aDelivery(hosts = PUSH_HOSTS) {
  const clock = createVirtualClock();
  const service = createFakePushService();
  const device = aPushDevice();
  const { endpoint, keys } = device.subscription;
  const pair = await somePair();
  const troubles: unknown[] = [];
  const deliver = (change: { endpoint?: string } = {}) =>
    deliverPush(
      { clock, random: () => 0.5, post: service.post, hosts, onTrouble: (trouble) => troubles.push(trouble) },
      { ...pair, subject: 'mailto:me@example.org' },
      { subscription: { endpoint, ...keys, ...change }, message },
    );
  return { clock, service, device, pair, troubles, deliver };
}

test('a message is sealed for its device and signed by this server', async () => {
  const { service, device, pair, clock, deliver } = await aDelivery();
  expect(await deliver()).toBe('sent');
  const [request] = service.requests;
  if (!request) throw new Error('nothing was posted');
  expect(device.read(request.body)).toEqual(message.payload);
  expect(request.headers).toMatchObject({
    'content-encoding': 'aes128gcm',
    ttl: '60',
    topic: 'topic',
    urgency: 'high',
  });
  const { claims, publicKey } = verifyVapid(request.headers['authorization'] ?? '');
  expect(publicKey).toBe(pair.publicKey);
  expect(claims).toEqual({
    aud: 'https://fcm.googleapis.com',
    exp: clock.now() / 1000 + 12 * 3600,
    sub: 'mailto:me@example.org',
  });
  expect(JSON.stringify(request.headers)).not.toContain(pair.privateKey);
});

describe('the answer of the push service', () => {
  test.each([
    [200, 'sent'],
    [201, 'sent'],
    [202, 'sent'],
    [404, 'gone'],
    [410, 'gone'],
    [400, 'refused'],
    [401, 'refused'],
    [403, 'refused'],
    [413, 'refused'],
    [301, 'refused'],
    [307, 'refused'],
    [0, 'refused'],
  ])('%i means %s, after one try', async (status, outcome) => {
    const { service, deliver, troubles } = await aDelivery();
    service.answer({ status });
    expect(await deliver()).toBe(outcome);
    expect(service.requests).toHaveLength(1);
    expect(troubles).toHaveLength(outcome === 'refused' ? 1 : 0);
  });

  test('that asks to wait is waited for, with less time left to live', async () => {
    const { service, deliver, clock } = await aDelivery();
    service.answer(
      { status: 429, retryAfter: '20' },
      { status: 503, retryAfter: 'Thu, 01 Jan 2026 00:00:30 GMT' },
    );
    const outcome = deliver();
    await clock.advance(19_999);
    expect(service.requests).toHaveLength(1);
    await clock.advance(1);
    expect(service.requests).toHaveLength(2);
    await clock.advance(10_000);
    expect(await outcome).toBe('sent');
    expect(service.requests.map(({ headers }) => headers['ttl'])).toEqual(['60', '40', '30']);
  });

  test('that asks for more time than the message is worth ends it', async () => {
    const { service, deliver } = await aDelivery();
    service.answer({ status: 429, retryAfter: '60' });
    expect(await deliver()).toBe('failed');
    expect(service.requests).toHaveLength(1);
  });

  test('that never comes is tried three times in all, with growing pauses', async () => {
    const { service, deliver, clock, troubles } = await aDelivery();
    const silence = Object.assign(new Error('aborted'), { code: 'ABORT_ERR' });
    service.answer(silence, { status: 500, retryAfter: 'soon' }, silence);
    const outcome = deliver();
    await clock.advance(1_000);
    expect(service.requests).toHaveLength(2);
    await clock.advance(2_000);
    expect(await outcome).toBe('failed');
    expect(service.requests).toHaveLength(3);
    expect(troubles).toHaveLength(3);
  });
});

test('nothing is posted to a host that is not allowed any more, however it came to be kept', async () => {
  const { service, deliver } = await aDelivery();
  expect(await deliver({ endpoint: 'https://169.254.169.254/latest/meta-data' })).toBe('refused');
  expect(service.requests).toEqual([]);
});

test('a private key that begins with zeros keeps its 32 bytes', async () => {
  // One in 256 does.
  for (let made = 0; made < 300; made++) {
    expect(Buffer.from((await somePair()).privateKey, 'base64url')).toHaveLength(32);
  }
});
