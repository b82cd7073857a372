import type { ReadonlySignal } from '@preact/signals';
import type { PublicProfile } from '@suhbatdosh/server/contract';
import type { ListState } from './PagedList.ts';

export interface PeopleFilter {
  /** `level`: here now and at most half a band away; `here`: here now; `all`: also those who are away. */
  who: 'level' | 'here' | 'all';
  search: string;
}

/** Who there is, newest members first. */
export interface PeopleStore {
  readonly state: ReadonlySignal<ListState<PublicProfile>>;
  readonly filter: ReadonlySignal<PeopleFilter>;
  setWho(who: PeopleFilter['who']): void;
  /** Searched for a moment after the last letter. The server knows every way to type oʻ and gʻ. */
  setSearch(search: string): void;
  more(): void;
  tryAgain(): void;
  /** Keeps presence right within five seconds while a screen shows it; returns the function that stops. */
  watch(): () => void;
}
