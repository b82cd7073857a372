import { afterAll, expect, test } from 'vitest';
import { expectToHearEachOther, type DrivenLearner } from './driveLearner.ts';
import { drivePushWorker } from './pushWorker.ts';
import { setStage } from './stage.ts';
import { startPushService } from './startPushService.ts';

const service = await startPushService();
afterAll(() => service.stop());
const stage = setStage({ LOCAL_PUSH_PORT: String(service.port) }, 'src/testing/testPushServer.ts');

interface GivenSubscription {
  endpoint: string;
  keys: { p256dh: string; auth: string };
}

/** In the page: subscribing needs a push service of the browser's maker, so ours is given in its place. */
function subscribeTo({ endpoint, keys }: GivenSubscription): void {
  const KEY = 'test.subscribed';
  const made = () =>
    ({
      endpoint,
      options: { applicationServerKey: null, userVisibleOnly: true },
      toJSON: () => ({ endpoint, expirationTime: null, keys }),
      async unsubscribe() {
        localStorage.removeItem(KEY);
        return true;
      },
    }) as unknown as PushSubscription;
  PushManager.prototype.subscribe = async () => {
    localStorage.setItem(KEY, 'yes');
    return made();
  };
  PushManager.prototype.getSubscription = async () => (localStorage.getItem(KEY) === null ? null : made());
}

const toggle = (learner: DrivenLearner, key: 'notify.partner' | 'notify.quiet') =>
  learner.page.getByRole('switch', { name: learner.say(key) });

test('somebody who waits wakes a phone whose app is closed, and a tap brings the two together', async () => {
  const { origin } = stage.server();
  const madina = await stage.enter('Madina', { voice: 'low', locale: 'uz' });
  await madina.context.grantPermissions(['microphone', 'notifications'], { origin });
  await madina.page.addInitScript(subscribeTo, service.device.subscription);
  await madina.register();
  await madina.page.goto('/profile');
  await toggle(madina, 'notify.partner').check({ force: true });
  // It may be night where this runs.
  await toggle(madina, 'notify.quiet').uncheck({ force: true });
  await expect.poll(() => toggle(madina, 'notify.quiet').isChecked()).toBe(false);
  const worker = await drivePushWorker(madina, origin);
  await madina.page.goto('about:blank');

  const jasur = await stage.enter('Jasur', { voice: 'high', locale: 'en' });
  await jasur.register();
  await jasur.find('level');
  await expect.poll(() => service.received.length, { timeout: 15_000 }).toBe(1);
  const [push] = service.received;
  if (!push) throw new Error('unreachable');
  const { result } = (await (await fetch(`${origin}/trpc/push.publicKey`)).json()) as {
    result: { data: { key: string } };
  };
  expect(push.publicKey).toBe(result.data.key);
  expect(push.headers).toMatchObject({ ttl: '60', urgency: 'high', 'content-encoding': 'aes128gcm' });
  expect(push.text).not.toMatch(/Jasur|jasur|Madina/);

  await worker.deliver(push.text);
  await expect.poll(worker.notifications).toEqual([
    {
      title: 'Darajangizda suhbatdosh bor',
      body: 'Hozir kirsangiz, darrov gaplashasiz.',
      tag: 'partner_waiting',
      lang: 'uz',
    },
  ]);

  await madina.page.goto('/people');
  await madina.heading('nav.people').waitFor();
  await worker.tap('partner_waiting');
  await madina.untilTalking(jasur);
  await jasur.untilTalking(madina);
  await expectToHearEachOther(madina, jasur);
  expect(await worker.notifications()).toEqual([]);

  await worker.deliver(push.text);
  await madina.hangUp();
  await madina.heading('after.title').waitFor({ state: 'attached' });
  expect(await worker.notifications(), 'a window that is looked at is told, not covered').toEqual([]);
});

test('what cannot be read is shown as news, and a tap on it leads home', async () => {
  const { origin } = stage.server();
  const nodira = await stage.enter('Nodira', { voice: 'low', locale: 'ru' });
  await nodira.context.grantPermissions(['notifications'], { origin });
  await nodira.register();
  const worker = await drivePushWorker(nodira, origin);

  await worker.deliver('{"web_push":8030,"notification":{"title":"x"}}');
  await nodira.page.getByText(nodira.say('notify.waiting_now')).waitFor();
  expect(await worker.notifications()).toEqual([]);

  await nodira.page.goto('about:blank');
  for (const text of ['garbage', '{"notification":7}', '']) {
    await worker.deliver(text);
    await expect.poll(worker.notifications).toMatchObject([{ title: 'Suhbatdosh', lang: 'ru', tag: 'news' }]);
  }
  await nodira.page.goto('/history');
  await nodira.heading('nav.history').waitFor();
  await worker.tap('news');
  await nodira.heading('home.hello', { name: 'Nodira' }).waitFor();
});

test('without permission, and without a service worker, the settings say what to do and the app works', async () => {
  const nodira = await stage.enter('Nodira', { voice: 'low', locale: 'en' });
  const session = await nodira.context.newCDPSession(nodira.page);
  await session.send('Browser.setPermission', {
    permission: { name: 'notifications' },
    setting: 'denied',
    origin: stage.server().origin,
  });
  await nodira.register();
  await nodira.page.goto('/profile');
  await nodira.page.getByText(nodira.say('notify.denied_text')).waitFor();
  expect(await toggle(nodira, 'notify.partner').count()).toBe(0);

  await nodira.page.addInitScript(() => void Reflect.deleteProperty(Navigator.prototype, 'serviceWorker'));
  await nodira.page.reload();
  await nodira.page.getByText(nodira.say('notify.unsupported_text')).waitFor();
  await nodira.page.goto('/');
  await nodira.button('home.find').waitFor();
});
