import { effect, signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';

const ASK_EVERY_MS = 60 * 60 * 1000;

/** What we need of workbox-window. */
export interface Worker {
  addEventListener(type: 'waiting', listener: () => void): void;
  register(): Promise<unknown>;
  update(): Promise<void>;
  messageSkipWaiting(): void;
}

interface AppUpdateOptions {
  /** The page's side of service workers. */
  container: Pick<ServiceWorkerContainer, 'controller' | 'addEventListener'>;
  worker: Worker;
  /** True from the search to what comes after a call: then nothing is asked, offered or reloaded. */
  isBusy: ReadonlySignal<boolean>;
  reload: () => void;
  /** Calls back hourly and whenever the app comes back to the foreground: an installed one lives for days. */
  onOccasion: (everyMs: number, ask: () => void) => void;
}

export interface AppUpdate {
  /** A new version sits on this device and waits for a yes. */
  readonly isReady: ReadonlySignal<boolean>;
  start(): Promise<void>;
  /** Changes to the new version and reloads, in every tab that is not in a call. */
  take(): void;
  /** For a version that no longer works: gets the new one and takes it as soon as it is here; never during a call. */
  takeNewest(): Promise<void>;
}

export function createAppUpdate(options: AppUpdateOptions): AppUpdate {
  const { container, worker, isBusy, reload } = options;
  const isReady = signal(false);
  const mustReload = signal(false);
  /** The new version was asked for before it was here. */
  let isWanted = false;
  // The first worker of all takes control too, by `clients.claim()`; that is no update.
  let hadController = container.controller !== null;

  const take = (): void => {
    if (isBusy.peek()) return;
    isReady.value = false;
    worker.messageSkipWaiting();
  };

  return {
    isReady,
    async start() {
      worker.addEventListener('waiting', () => {
        isReady.value = true;
        if (isWanted) take();
      });
      container.addEventListener('controllerchange', () => {
        if (hadController) mustReload.value = true;
        hadController = true;
      });
      effect(() => {
        if (mustReload.value && !isBusy.value) reload();
      });
      await worker.register();
      options.onOccasion(ASK_EVERY_MS, () => {
        if (isBusy.peek()) return;
        worker.update().catch(() => {
          // Away from the network; the next occasion comes.
        });
      });
    },
    take,
    async takeNewest() {
      if (isBusy.peek()) return;
      if (isReady.peek()) {
        take();
        return;
      }
      isWanted = true;
      try {
        await worker.update();
      } catch {
        // Away from the network; asked for again with the next occasion.
      }
    },
  };
}
