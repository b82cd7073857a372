import { computed, signal } from '@preact/signals';
import type { KeyValueStore } from '../api/KeyValueStore.ts';
import type { Platform } from '../ui/platformOf.ts';
import type { InstallStore, InstallWay } from './InstallStore.ts';
import { mayInvite } from './mayInvite.ts';
import type { Dismissals } from './mayInvite.ts';

const KEY = 'suhbatdosh.install';

/** Chromium's event; not in TypeScript's library. */
interface InstallPromptEvent extends Event {
  prompt(): Promise<unknown>;
  readonly userChoice: Promise<{ outcome: 'accepted' | 'dismissed' }>;
}

interface InstallOptions {
  /** The window: it tells, perhaps long before anybody asks, that the app can be installed, and that it was. */
  page: Pick<Window, 'addEventListener'>;
  /** This window is the installed app already. */
  isStandalone: boolean;
  platform: Platform;
  device: KeyValueStore;
  nowMs: () => number;
}

/** Made before anything else: the browser offers an installation once, early, and to nobody who does not listen. */
export function createInstall({ page, isStandalone, platform, device, nowMs }: InstallOptions): InstallStore {
  const start: InstallWay = isStandalone ? 'installed' : platform === 'ios' ? 'by_hand' : 'none';
  const way = signal<InstallWay>(start);
  const dismissals = signal(readDismissals(device));
  let offer: InstallPromptEvent | null = null;

  page.addEventListener('beforeinstallprompt', (event) => {
    // Its own bar would come at any moment, also over a call.
    event.preventDefault();
    offer = event as InstallPromptEvent;
    way.value = 'prompt';
  });
  page.addEventListener('appinstalled', () => {
    offer = null;
    way.value = 'installed';
  });

  const putOff = (): void => {
    dismissals.value = { count: dismissals.value.count + 1, lastAtMs: nowMs() };
    device.set(KEY, JSON.stringify(dismissals.value));
  };

  return {
    way: computed(() => way.value),
    mayInvite: computed(
      () => (way.value === 'prompt' || way.value === 'by_hand') && mayInvite(dismissals.value, nowMs()),
    ),
    async prompt() {
      if (offer === null) return;
      const asked = offer;
      offer = null;
      way.value = 'none';
      await asked.prompt();
      const { outcome } = await asked.userChoice;
      if (outcome === 'dismissed') putOff();
    },
    putOff,
  };
}

function readDismissals(device: KeyValueStore): Dismissals {
  try {
    const kept = JSON.parse(device.get(KEY) ?? 'null') as Partial<Dismissals> | null;
    const count = Number(kept?.count);
    const lastAtMs = Number(kept?.lastAtMs);
    if (Number.isSafeInteger(count) && Number.isFinite(lastAtMs)) return { count, lastAtMs };
  } catch {
    // Not what we wrote.
  }
  return { count: 0, lastAtMs: null };
}
