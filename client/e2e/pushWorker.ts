import type { CDPSession } from 'playwright';
import type { DrivenLearner } from './driveLearner.ts';

export interface SeenNotification {
  title: string;
  body: string;
  tag: string;
  lang: string;
}

/** What a test does with a learner's service worker in the place of a push service and a finger. */
export interface PushWorker {
  /** Hands a message to the worker, as the browser does with one that it has opened. */
  deliver(text: string): Promise<void>;
  notifications(): Promise<SeenNotification[]>;
  /** Taps the notification with this tag. */
  tap(tag: string): Promise<void>;
}

/** The worker as TypeScript for pages does not know it. */
interface WorkerScope {
  registration: ServiceWorkerRegistration;
  NotificationEvent: new (type: string, options: { notification: Notification }) => Event;
  dispatchEvent(event: Event): boolean;
}

interface Registration {
  registrationId: string;
  scopeURL: string;
}

/** Waits until the worker controls the page. */
export async function drivePushWorker({ page, context }: DrivenLearner, origin: string): Promise<PushWorker> {
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  const session: CDPSession = await context.newCDPSession(page);
  const registrationId = await new Promise<string>((resolve) => {
    session.on(
      'ServiceWorker.workerRegistrationUpdated',
      ({ registrations }: { registrations: Registration[] }) => {
        const own = registrations.find(({ scopeURL }) => scopeURL.startsWith(origin));
        if (own) resolve(own.registrationId);
      },
    );
    void session.send('ServiceWorker.enable');
  });
  const worker = () => {
    const [first] = context.serviceWorkers();
    if (first === undefined) throw new Error('there is no worker');
    return first;
  };
  return {
    async deliver(data) {
      await session.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data });
    },
    notifications: () =>
      worker().evaluate(async () => {
        const { registration } = globalThis as unknown as WorkerScope;
        const shown = await registration.getNotifications();
        return shown.map(({ title, body, tag, lang }) => ({ title, body, tag, lang }));
      }),
    tap: (tag) =>
      worker().evaluate(async (wanted) => {
        const scope = globalThis as unknown as WorkerScope;
        const [notification] = await scope.registration.getNotifications({ tag: wanted });
        if (!notification) throw new Error('there is no such notification');
        scope.dispatchEvent(new scope.NotificationEvent('notificationclick', { notification }));
      }, tag),
  };
}
