import type { WorkerMessage } from '../src/pwa/WorkerMessage.ts';
import { toNotification } from './toNotification.ts';

/** Shows what the server sends, opens the app where it leads, and tells the server of a new subscription. */
export function listenForPushes(worker: ServiceWorkerGlobalScope): void {
  worker.addEventListener('push', (event) => event.waitUntil(show(worker, event.data)));
  worker.addEventListener('notificationclick', (event) => {
    event.notification.close();
    const { path } = event.notification.data as { path: string };
    event.waitUntil(openAt(worker, path));
  });
  worker.addEventListener('pushsubscriptionchange', (event) =>
    event.waitUntil(renew(worker, event as SubscriptionChange)),
  );
}

/** TypeScript's list of worker events does not have it. */
interface SubscriptionChange extends ExtendableEvent {
  readonly oldSubscription?: PushSubscription | null;
  readonly newSubscription?: PushSubscription | null;
}

const windowsOf = (worker: ServiceWorkerGlobalScope): Promise<readonly WindowClient[]> =>
  worker.clients.matchAll({ type: 'window', includeUncontrolled: true });

const tell = (client: WindowClient, message: WorkerMessage): void => client.postMessage(message);

/**
 * A person who looks at the app is told in it. Browsers allow that silence while a window is visible; Safari, which
 * does not, shows declarative messages without asking us.
 */
async function show(worker: ServiceWorkerGlobalScope, data: PushMessageData | null): Promise<void> {
  const visible = (await windowsOf(worker)).filter((client) => client.visibilityState === 'visible');
  if (visible.length > 0) {
    for (const client of visible) tell(client, { type: 'partner_waiting' });
    return;
  }
  const { language } = worker.navigator;
  const { title, options } = toNotification(textOf(data), { language, origin: worker.location.origin });
  await worker.registration.showNotification(title, options);
}

function textOf(data: PushMessageData | null): string | null {
  try {
    return data?.text() ?? null;
  } catch {
    return null;
  }
}

/** An open window finds its way by itself: loading the path there could cut a call. */
async function openAt(worker: ServiceWorkerGlobalScope, path: string): Promise<void> {
  const windows = await windowsOf(worker);
  const client = windows.find(({ visibilityState }) => visibilityState === 'visible') ?? windows[0];
  if (client === undefined) {
    await worker.clients.openWindow(path);
    return;
  }
  tell(client, { type: 'open', path });
  // Refused where no finger was seen; the window has been told all the same.
  await client.focus().catch(() => undefined);
}

/** The browser has changed its subscription by itself; without a login the server refuses, and the app says it anew when opened. */
async function renew(worker: ServiceWorkerGlobalScope, event: SubscriptionChange): Promise<void> {
  const options = event.oldSubscription?.options;
  const subscription =
    event.newSubscription ?? (options && (await worker.registration.pushManager.subscribe(options)));
  if (!subscription) return;
  const { endpoint, keys } = subscription.toJSON();
  await fetch('/trpc/push.subscribe', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ endpoint, keys }),
  });
}
