import { computed, signal } from '@preact/signals';
import type { PushPreferences } from '@suhbatdosh/server/contract';
import type { Api } from '../api/Api.ts';
import type { KeyValueStore } from '../api/KeyValueStore.ts';
import type { DeviceSubscription, PushBrowser, PushSupport } from '../api/PushBrowser.ts';
import { toRefusal } from '../api/toRefusal.ts';
import type { NotificationState, NotificationStore } from './NotificationStore.ts';

const TALKED_KEY = 'suhbatdosh.talked';
const DECLINED_KEY = 'suhbatdosh.notifications_declined';

interface NotificationOptions {
  api: Pick<Api, 'push'>;
  support: PushSupport;
  device: KeyValueStore;
  /** The name of this device's time zone; empty where the browser does not tell. */
  timeZone: () => string;
  isInstalled: () => boolean;
}

export interface NotificationEngine extends NotificationStore {
  /** At every start and login: browsers change and lose subscriptions without a word. */
  look(): Promise<void>;
  /** Nobody is logged in here any more: the next person on this phone is not to be woken in this one's name. */
  reset(): void;
}

type Work = (browser: PushBrowser, become: (next: NotificationState) => void) => Promise<void>;

export function createNotificationStore(options: NotificationOptions): NotificationEngine {
  const { api, support, device } = options;
  const state = signal<NotificationState>(
    typeof support === 'string' ? { phase: support } : { phase: 'unknown' },
  );
  const isWelcome = signal(device.get(TALKED_KEY) !== null || options.isInstalled());
  const isDeclined = signal(device.get(DECLINED_KEY) !== null);
  /** Counts what was begun, so that an answer to something older changes nothing. */
  let turn = 0;
  /** How many decisions of the person are being carried out. */
  let decisions = 0;

  /** Runs `work` with the browser, unless there is none; `become` holds while nothing newer has begun. */
  async function begin(work: Work): Promise<void> {
    if (typeof support === 'string') return;
    const mine = ++turn;
    await work(support, (next) => {
      if (mine === turn) state.value = next;
    });
  }

  async function carryOut(decision: Work): Promise<void> {
    decisions++;
    try {
      await begin(decision);
    } finally {
      decisions--;
    }
  }

  /** Asks to be woken, by the clock of where this device is now. */
  async function wish(kept: PushPreferences): Promise<PushPreferences> {
    const timeZone = options.timeZone() || kept.timeZone;
    if (kept.partnerWaiting && kept.timeZone === timeZone) return kept;
    return api.push.setPreferences({ ...kept, partnerWaiting: true, timeZone });
  }

  async function register(browser: PushBrowser, known: DeviceSubscription | null): Promise<void> {
    const { key } = await api.push.publicKey();
    const isUsable = known !== null && (known.serverKey === null || known.serverKey === key);
    // The server has another key by now: what was made with the old one will never be heard from.
    if (known !== null && !isUsable) await browser.unsubscribe();
    const { endpoint, keys } = isUsable ? known : await browser.subscribe(key);
    await api.push.subscribe({ endpoint, keys });
  }

  return {
    state: computed(() => state.value),
    isOffered: computed(() => state.value.phase === 'off' && isWelcome.value && !isDeclined.value),

    async look() {
      // What somebody has just decided is not to be overtaken by what was so before.
      if (decisions > 0) return;
      await begin(async (browser, become) => {
        if (browser.permission() === 'denied') return become({ phase: 'denied' });
        let known: DeviceSubscription | null;
        try {
          known = await browser.current();
        } catch {
          return become({ phase: 'unsupported' });
        }
        if (known === null || browser.permission() !== 'granted') {
          return become({ phase: 'off', trouble: null });
        }
        try {
          const kept = await api.push.preferences();
          if (!kept.partnerWaiting) return become({ phase: 'off', trouble: null });
          await register(browser, known);
          become(on(await wish(kept)));
        } catch {
          // The server is away: what it last knew holds, and the next start asks again.
        }
      });
    },

    turnOn: () =>
      carryOut(async (browser, become) => {
        // Asked before anything else: a browser takes the question only while the tap is fresh.
        const asked = browser.ask();
        become({ phase: 'turning_on' });
        try {
          const permission = await asked;
          if (permission === 'denied') return become({ phase: 'denied' });
          if (permission === 'default') return become({ phase: 'off', trouble: null });
          await register(browser, await browser.current());
          become(on(await wish(await api.push.preferences())));
        } catch (error) {
          become(toTrouble(error));
        }
      }),

    turnOff: () =>
      carryOut(async (browser, become) => {
        become({ phase: 'off', trouble: null });
        try {
          const known = await browser.current();
          await browser.unsubscribe();
          if (known !== null) await api.push.unsubscribe({ endpoint: known.endpoint });
        } catch {
          // Either side alone is enough: the push service tells the server of a browser that is gone.
        }
      }),

    setQuiet: (quiet) =>
      carryOut(async (_, become) => {
        const before = state.value;
        if (before.phase !== 'on') return;
        const { preferences } = before;
        const wanted = {
          ...preferences,
          quietFrom: quiet?.from ?? null,
          quietTo: quiet?.to ?? preferences.quietTo,
        };
        become({ phase: 'on', preferences: wanted, isSaving: true, trouble: null });
        try {
          become(on(await api.push.setPreferences(wanted)));
        } catch (error) {
          become({ phase: 'on', preferences, isSaving: false, trouble: toRefusal(error) });
        }
      }),

    noteTalk() {
      device.set(TALKED_KEY, 'yes');
      isWelcome.value = true;
    },

    declineOffer() {
      device.set(DECLINED_KEY, 'yes');
      isDeclined.value = true;
    },

    reset() {
      void begin(async (browser, become) => {
        become({ phase: 'unknown' });
        try {
          await browser.unsubscribe();
        } catch {
          // There was no worker, so there is no subscription.
        }
      });
    },
  };
}

function on(preferences: PushPreferences): NotificationState {
  return { phase: 'on', preferences, isSaving: false, trouble: null };
}

function toTrouble(error: unknown): NotificationState {
  if (!(error instanceof DOMException)) return { phase: 'off', trouble: toRefusal(error) };
  if (error.name === 'NotAllowedError') return { phase: 'denied' };
  return { phase: 'off', trouble: 'no_service' };
}
