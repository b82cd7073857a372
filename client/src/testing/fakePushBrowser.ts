import type { DeviceSubscription, PushBrowser } from '../api/PushBrowser.ts';

/** A browser that does what a test tells it, and remembers what was asked of it. */
export function createFakePushBrowser() {
  let lastNumber = 0;
  const fake = {
    permission: 'default' as NotificationPermission,
    /** What the person answers when asked. */
    answer: 'granted' as NotificationPermission,
    subscription: null as DeviceSubscription | null,
    /** What `subscribe` fails with; null: it works. */
    failure: null as DOMException | null,
    /** There is no worker. */
    isBare: false,
    calls: [] as string[],
  };
  const worker = (call: string): void => {
    fake.calls.push(call);
    if (fake.isBare) throw new DOMException('took too long', 'TimeoutError');
  };
  const browser: PushBrowser = {
    permission: () => fake.permission,
    async ask() {
      fake.calls.push('ask');
      fake.permission = fake.answer;
      return fake.answer;
    },
    async current() {
      worker('current');
      return fake.subscription;
    },
    async subscribe(serverKey) {
      worker('subscribe');
      if (fake.failure !== null) throw fake.failure;
      const endpoint = `https://fcm.googleapis.com/${++lastNumber}`;
      fake.subscription = { endpoint, keys: { p256dh: 'p', auth: 'a' }, serverKey };
      return fake.subscription;
    },
    async unsubscribe() {
      worker('unsubscribe');
      fake.subscription = null;
    },
  };
  return { browser, fake };
}
