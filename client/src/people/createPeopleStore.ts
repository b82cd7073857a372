import { computed, signal } from '@preact/signals';
import type { Band, ListProfilesInput, PublicProfile } from '@suhbatdosh/server/contract';
import type { Api } from '../api/Api.ts';
import type { Clock } from '../api/Clock.ts';
import type { Connection } from '../api/Connection.ts';
import { createDeviceCopy } from '../api/createDeviceCopy.ts';
import type { KeyValueStore } from '../api/KeyValueStore.ts';
import { createPagedList } from './createPagedList.ts';
import type { PeopleFilter, PeopleStore } from './PeopleStore.ts';
import { toBand } from '../account/toBand.ts';

const PAGE_SIZE = 20;
const REFRESH_MS = 5_000;
const TYPING_MS = 300;
/** What a level search keeps to. */
const NEAR = 0.5;

interface PeopleOptions {
  api: Pick<Api, 'people'>;
  connection: Pick<Connection, 'state'>;
  clock: Clock;
  isHidden: () => boolean;
  device: KeyValueStore;
  /** null: nobody is logged in. */
  userId: () => string | null;
  /** null: nobody is logged in. */
  myBand: () => Band | null;
}

export interface PeopleEngine extends PeopleStore {
  /** For somebody else, or nobody, who is logged in now. */
  reset(): void;
}

const EVERYTHING: PeopleFilter = { who: 'level', search: '' };

export function createPeopleStore({ api, myBand, device, userId, ...rest }: PeopleOptions): PeopleEngine {
  const kept = createDeviceCopy<PublicProfile>({
    key: 'suhbatdosh.people',
    device,
    userId,
    itemsMax: PAGE_SIZE,
  });
  const filter = signal(EVERYTHING);
  let stopTyping = (): void => {};
  const list = createPagedList<PublicProfile>({
    fetch: (page) => api.people.list({ ...page, ...toInput(filter.peek(), myBand()) }),
    pageSize: PAGE_SIZE,
    // Of the many views the one that everybody sees first.
    copy: {
      ...kept,
      read: () => (filter.peek() === EVERYTHING ? kept.read() : null),
      write(items) {
        if (filter.peek() === EVERYTHING) kept.write(items);
      },
    },
    ...rest,
  });

  return {
    state: list.state,
    filter: computed(() => filter.value),
    setWho(who) {
      stopTyping();
      filter.value = { ...filter.value, who };
      list.restart();
    },
    setSearch(search) {
      stopTyping();
      filter.value = { ...filter.value, search };
      stopTyping = rest.clock.after(TYPING_MS, list.restart);
    },
    more: list.more,
    tryAgain: list.restart,
    watch: () => list.watch(REFRESH_MS),
    reset() {
      stopTyping();
      filter.value = EVERYTHING;
      list.clear();
      kept.remove();
    },
  };
}

function toInput({ who, search }: PeopleFilter, band: Band | null): Partial<ListProfilesInput> {
  const words = search.trim();
  return {
    presence: who === 'all' ? 'any' : 'online',
    ...(who === 'level' && band !== null
      ? { minBand: toBand(band - NEAR), maxBand: toBand(band + NEAR) }
      : {}),
    ...(words === '' ? {} : { search: words }),
  };
}
