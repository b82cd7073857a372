import type { DeviceSubscription, PushBrowser, PushSupport } from './PushBrowser.ts';

/** A worker that is not there by then was refused (private windows, a full phone), or this is not a built app. */
const WORKER_WITHIN_MS = 10_000;
/** A browser that cannot reach its push service keeps a page waiting without end. */
const SUBSCRIBE_WITHIN_MS = 20_000;

export function findPushSupport(page: Window): PushSupport {
  const { serviceWorker } = page.navigator as Partial<Navigator>;
  if (serviceWorker !== undefined && 'PushManager' in page && 'Notification' in page) {
    return createWebPushBrowser(serviceWorker);
  }
  // Only iPhones and iPads have this at all: false in a tab, true on the home screen.
  const { standalone } = page.navigator as Navigator & { standalone?: boolean };
  return standalone === false ? 'needs_install' : 'unsupported';
}

function createWebPushBrowser(workers: ServiceWorkerContainer): PushBrowser {
  const manager = async (): Promise<PushManager> =>
    (await within(WORKER_WITHIN_MS, workers.ready)).pushManager;
  return {
    permission: () => Notification.permission,
    ask: () => Notification.requestPermission(),
    async current() {
      const subscription = await (await manager()).getSubscription();
      return subscription && toDevice(subscription);
    },
    async subscribe(serverKey) {
      const asked = (await manager()).subscribe({ userVisibleOnly: true, applicationServerKey: serverKey });
      return toDevice(await within(SUBSCRIBE_WITHIN_MS, asked));
    },
    async unsubscribe() {
      await (await (await manager()).getSubscription())?.unsubscribe();
    },
  };
}

function within<T>(ms: number, work: Promise<T>): Promise<T> {
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new DOMException('took too long', 'TimeoutError')), ms);
  });
  return Promise.race([work, late]);
}

function toDevice(subscription: PushSubscription): DeviceSubscription {
  const { endpoint = '', keys = {} } = subscription.toJSON();
  const { p256dh = '', auth = '' } = keys;
  const key = subscription.options?.applicationServerKey ?? null;
  return { endpoint, keys: { p256dh, auth }, serverKey: key && toBase64url(new Uint8Array(key)) };
}

function toBase64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}
