import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aPushDevice } from './testing/aPushDevice.ts';
import { aServer, type TestServer } from './testing/aServer.ts';
import type { ApiClient } from './testing/apiClient.ts';
import { createFakePushService } from './testing/fakePushService.ts';
import { verifyVapid } from './testing/verifyVapid.ts';

/** Notifications over the wire, with a push service of our own in the place of the internet. */

const service = createFakePushService();
let server: TestServer;
beforeAll(async () => {
  server = await aServer({}, { post: service.post, waitMs: 200 });
}, 60_000);
afterAll(() => server.stop(), 60_000);

const AWAKE = { partnerWaiting: true, quietFrom: null, quietTo: null, timeZone: 'Asia/Tashkent' };
/** Nobody of one test is at the level of another's people. */
let band = 9;

const refusal = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'accepted',
    (error: { code: string; appCode: string }) => `${error.code} ${error.appCode}`,
  );
const subscribe = (client: ApiClient, input: unknown) =>
  refusal(client.http('mutation', 'push.subscribe', input));

describe('a subscription', () => {
  test('needs a login, the key does not', async () => {
    const stranger = await server.aLearner();
    const { key } = (await stranger.http('query', 'push.publicKey')) as { key: string };
    expect(Buffer.from(key, 'base64url')).toHaveLength(65);
    await stranger.http('mutation', 'auth.logout');
    expect(await stranger.http('query', 'push.publicKey')).toEqual({ key });
    expect(await subscribe(stranger, aPushDevice().subscription)).toBe('UNAUTHORIZED NOT_LOGGED_IN');
  });

  test('at an endpoint that is none of a push service is refused', async () => {
    const client = await server.aLearner();
    const { keys } = aPushDevice().subscription;
    const endpoints = [
      'http://fcm.googleapis.com/x',
      'https://169.254.169.254/latest',
      'https://localhost/x',
      'x',
    ];
    for (const endpoint of endpoints) {
      expect(await subscribe(client, { endpoint, keys })).toBe('BAD_REQUEST PUSH_ENDPOINT_REFUSED');
    }
    const longest = `https://fcm.googleapis.com/${'x'.repeat(1024 - 27)}`;
    expect(await subscribe(client, { endpoint: longest, keys })).toBe('accepted');
    expect(await subscribe(client, { endpoint: `${longest}x`, keys })).toBe('BAD_REQUEST WRONG_INPUT');
  });

  test('with keys that are none is refused', async () => {
    const client = await server.aLearner();
    const { endpoint, keys } = aPushDevice().subscription;
    const wrong = [
      { ...keys, p256dh: keys.p256dh.slice(1) },
      { ...keys, p256dh: `${keys.p256dh}A` },
      { ...keys, p256dh: `=${keys.p256dh.slice(1)}` },
      // Of the right length, and no point of the curve.
      { ...keys, p256dh: Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 7)]).toString('base64url') },
      { ...keys, p256dh: Buffer.alloc(65).toString('base64url') },
      { ...keys, auth: `${keys.auth}A` },
      { ...keys, auth: '' },
      { p256dh: keys.p256dh },
      { ...keys, more: 'x' },
      null,
    ];
    for (const each of wrong) {
      expect(await subscribe(client, { endpoint, keys: each })).toBe('BAD_REQUEST WRONG_INPUT');
    }
    const expiring = { endpoint, keys, expirationTime: null };
    expect(await subscribe(client, expiring)).toBe('BAD_REQUEST WRONG_INPUT');
    expect(await subscribe(client, { endpoint, keys })).toBe('accepted');
  });
});

describe('preferences', () => {
  test('are off until somebody asks, and quiet at night', async () => {
    const client = await server.aLearner();
    expect(await client.http('query', 'push.preferences')).toEqual({
      partnerWaiting: false,
      quietFrom: '22:00',
      quietTo: '08:00',
      timeZone: 'Asia/Tashkent',
    });
    const wanted = { ...AWAKE, quietFrom: '00:00', quietTo: '23:59', timeZone: 'Asia/Samarkand' };
    expect(await client.http('mutation', 'push.setPreferences', wanted)).toEqual(wanted);
    expect(await client.http('query', 'push.preferences')).toEqual(wanted);
  });

  test('that cannot be are refused', async () => {
    const client = await server.aLearner();
    const wrong = [
      { quietFrom: '24:00', quietTo: '08:00' },
      { quietFrom: '8:00', quietTo: '09:00' },
      { quietFrom: '22:60', quietTo: '08:00' },
      { quietFrom: '22:00', quietTo: null },
      { timeZone: 'Mars/Olympus' },
      { timeZone: '+05:00' },
      { timeZone: '' },
      { timeZone: `Asia/${'x'.repeat(60)}` },
      { partnerWaiting: 'yes' },
      { wokenTimes: 0 },
    ];
    for (const fields of wrong) {
      const set = client.http('mutation', 'push.setPreferences', { ...AWAKE, ...fields });
      expect([fields, await refusal(set)]).toEqual([fields, 'BAD_REQUEST WRONG_INPUT']);
    }
  });
});

async function aSleeper(currentBand: number) {
  const client = await server.aLearner({ currentBand, locale: 'en' });
  const device = aPushDevice();
  await client.http('mutation', 'push.subscribe', device.subscription);
  await client.http('mutation', 'push.setPreferences', AWAKE);
  return { client, device };
}

async function somebodyWaits(currentBand: number): Promise<ApiClient> {
  const client = await server.aLearner({ currentBand });
  await client.connect();
  await client.listen();
  await client.mutate('queue.join', { mode: 'level', deviceId: client.deviceId });
  return client;
}

const requestsTo = (endpoint: string) => service.requests.filter((each) => each.endpoint.href === endpoint);

describe('somebody who waits', () => {
  test('wakes who has asked for it, sealed for that phone and signed with the key that it knows', async () => {
    band -= 1;
    const { client, device } = await aSleeper(band);
    const waiting = await somebodyWaits(band);
    const { endpoint } = device.subscription;
    await expect.poll(() => requestsTo(endpoint).length, { timeout: 10_000 }).toBe(1);
    const [request] = requestsTo(endpoint);
    if (!request) throw new Error('unreachable');
    expect(device.read(request.body)).toMatchObject({
      web_push: 8030,
      notification: {
        title: 'A partner at your level is here',
        navigate: 'http://app.test/?find=level',
        lang: 'en',
      },
    });
    const { key } = (await client.http('query', 'push.publicKey')) as { key: string };
    expect(verifyVapid(request.headers['authorization'] ?? '').publicKey).toBe(key);
    const metrics = await (await fetch(`${server.baseUrl}/metrics`)).text();
    expect(metrics).toMatch(/suhbatdosh_pushes_total\{outcome="sent"\} [1-9]/);
    waiting.cut();
  }, 20_000);

  test('wakes nobody who is here, who has taken it back, or who has logged out', async () => {
    band -= 2;
    const [here, off, loggedOut, unsubscribed, last] = [
      await aSleeper(band),
      await aSleeper(band),
      await aSleeper(band),
      await aSleeper(band),
      await aSleeper(band),
    ];
    await here.client.connect();
    await here.client.listen();
    await off.client.http('mutation', 'push.setPreferences', { ...AWAKE, partnerWaiting: false });
    await loggedOut.client.http('mutation', 'auth.logout');
    const { endpoint } = unsubscribed.device.subscription;
    await unsubscribed.client.http('mutation', 'push.unsubscribe', { endpoint });
    const waiting = await somebodyWaits(band);
    const woken = () => service.requests.map((request) => request.endpoint.href);
    await expect.poll(woken, { timeout: 10_000 }).toContain(last.device.subscription.endpoint);
    for (const { device } of [here, off, loggedOut, unsubscribed]) {
      expect(woken()).not.toContain(device.subscription.endpoint);
    }
    waiting.cut();
    here.client.cut();
  }, 20_000);

  test('hears of phones that are no longer, and of those that a push service will not write to', async () => {
    band -= 2;
    service.answer({ status: 410 }, { status: 403 });
    const { client, device } = await aSleeper(band);
    const second = aPushDevice();
    await client.http('mutation', 'push.subscribe', second.subscription);
    const waiting = await somebodyWaits(band);
    await expect.poll(() => requestsTo(second.subscription.endpoint).length, { timeout: 10_000 }).toBe(1);
    expect(requestsTo(device.subscription.endpoint)).toHaveLength(1);
    const metrics = async () => (await fetch(`${server.baseUrl}/metrics`)).text();
    await expect.poll(metrics).toMatch(/suhbatdosh_pushes_total\{outcome="refused"\} 1/);
    expect(await metrics()).toMatch(/suhbatdosh_pushes_total\{outcome="gone"\} 1/);
    waiting.cut();
  }, 20_000);
});
