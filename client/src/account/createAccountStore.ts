import { computed, signal } from '@preact/signals';
import type { Me } from '@suhbatdosh/server/contract';
import type { Api } from '../api/Api.ts';
import type { Connection } from '../api/Connection.ts';
import type { KeyValueStore } from '../api/KeyValueStore.ts';
import type { Refusal } from '../api/Refusal.ts';
import { refusalOf } from '../api/refusalOf.ts';
import type { AccountStore } from './AccountStore.ts';

/** What a server asks that was not told otherwise. */
const USUAL_MIN_AGE = 16;

const KEY = 'suhbatdosh.me';

interface AccountOptions {
  api: Pick<Api, 'auth' | 'profile'>;
  connection: Pick<Connection, 'open' | 'close'>;
  device: KeyValueStore;
}

export interface AccountEngine extends AccountStore {
  /** The server has ended this login elsewhere. */
  loseLogin(): void;
}

export function createAccountStore({ api, connection, device }: AccountOptions): AccountEngine {
  const me = signal<Me | null | undefined>(readKept(device));

  const minAge = signal(USUAL_MIN_AGE);

  const become = (next: Me): void => {
    const isAnother = me.value?.id !== next.id;
    me.value = next;
    device.set(KEY, JSON.stringify(next));
    if (isAnother) connection.close();
    connection.open();
  };

  const becomeNobody = (): void => {
    me.value = null;
    device.remove(KEY);
    connection.close();
  };

  /** A refused login says NOT_LOGGED_IN whatever was asked: then nobody is. */
  const attempt = async (call: () => Promise<void>): Promise<Refusal | null> => {
    const refusal = await refusalOf(call());
    if (refusal?.code === 'NOT_LOGGED_IN') becomeNobody();
    return refusal;
  };

  return {
    me: computed(() => me.value),
    minAge: computed(() => minAge.value),
    async learnMinAge() {
      const rules = await api.auth.rules().catch(() => null);
      if (rules !== null) minAge.value = rules.minAge;
    },
    async load() {
      const refusal = await attempt(async () => {
        const found = await api.auth.me();
        if (found === null) becomeNobody();
        else become(found);
      });
      // The server is away, but somebody was logged in here: the socket goes on trying.
      if (refusal !== null && me.value) connection.open();
      return refusal;
    },
    register: (input) => attempt(async () => become(await api.auth.register(input))),
    login: (input) => attempt(async () => become(await api.auth.login(input))),
    logout: () =>
      attempt(async () => {
        await api.auth.logout();
        becomeNobody();
      }),
    logoutEverywhere: () =>
      attempt(async () => {
        await api.auth.logoutEverywhere();
        becomeNobody();
      }),
    async changePassword(input) {
      // The login that opened the socket ends with the old password; closing first keeps that from looking like a logout.
      connection.close();
      const refusal = await attempt(async () => become(await api.auth.changePassword(input)));
      if (me.value) connection.open();
      return refusal;
    },
    update: (input) =>
      attempt(async () => {
        const changed = await api.profile.update(input);
        me.value = changed;
        device.set(KEY, JSON.stringify(changed));
      }),
    loseLogin: becomeNobody,
  };
}

/** Only ever written by us; a value that some older version left in another shape is replaced by the first answer. */
function readKept(device: KeyValueStore): Me | undefined {
  const kept = device.get(KEY);
  if (kept === null) return undefined;
  try {
    return JSON.parse(kept) as Me;
  } catch {
    return undefined;
  }
}
