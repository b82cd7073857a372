import { computed, signal } from '@preact/signals';
import type { Clock } from '../api/Clock.ts';
import type { Connection } from '../api/Connection.ts';
import type { DeviceCopy } from '../api/createDeviceCopy.ts';
import { repeat } from '../api/repeat.ts';
import { toRefusal } from '../api/toRefusal.ts';
import { whenOnline } from '../api/whenOnline.ts';
import type { ListState, More, PagedList } from './PagedList.ts';

/** The most that the server gives at once. */
const PAGE_MAX = 50;

interface Page<Item> {
  items: readonly Item[];
  nextCursor: string | null;
}

interface PagedListOptions<Item> {
  fetch: (page: { cursor: string | null; limit: number }) => Promise<Page<Item>>;
  /** Items in a page that is asked for by `more`. */
  pageSize: number;
  connection: Pick<Connection, 'state'>;
  clock: Clock;
  isHidden: () => boolean;
  /** What is shown until the server has answered; null: nothing is kept of this list. */
  copy: DeviceCopy<Item> | null;
}

type Shown<Item> = Extract<ListState<Item>, { phase: 'shown' }>;

export function createPagedList<Item>(options: PagedListOptions<Item>): PagedList<Item> {
  const { connection, clock, pageSize, copy } = options;
  const state = signal<ListState<Item>>({ phase: 'loading' });
  let nextCursor: string | null = null;
  let hasBegun = false;
  /** What is under way now; a refresh and `more` would get in each other's way. */
  let isFetching = false;
  let isMoreWanted = false;
  let stopWaiting = (): void => {};
  /** Counts beginnings, so that an answer to an earlier one changes nothing. */
  let turn = 0;

  const show = (page: Page<Item>): void => {
    nextCursor = page.nextCursor;
    copy?.write(page.items);
    state.value = {
      phase: 'shown',
      items: page.items,
      more: { step: nextCursor === null ? 'none' : 'some' },
    };
  };

  const sayBelow = (more: More): void => {
    if (state.value.phase === 'shown') state.value = { ...state.value, more };
  };

  /** Runs one fetch at a time; `work` answers what to do with the list, unless it has begun anew meanwhile. */
  const run = async (work: () => Promise<() => void>, onError: (error: unknown) => void): Promise<void> => {
    const mine = turn;
    isFetching = true;
    try {
      const done = await work();
      if (mine === turn) done();
    } catch (error) {
      if (mine === turn) onError(error);
    }
    if (mine !== turn) return;
    isFetching = false;
    if (isMoreWanted) fetchMore();
  };

  const fetchFirst = (): Promise<void> =>
    run(
      async () => {
        const page = await options.fetch({ cursor: null, limit: pageSize });
        return () => show(page);
      },
      (error) => {
        // What is kept is still worth more than a refusal; the next question comes soon.
        if (state.value.phase !== 'shown') state.value = { phase: 'failed', refusal: toRefusal(error) };
      },
    );

  const fetchMore = (): void => {
    isMoreWanted = false;
    if (state.value.phase !== 'shown' || nextCursor === null) return;
    sayBelow({ step: 'loading' });
    void run(
      async () => {
        const page = await options.fetch({ cursor: nextCursor, limit: pageSize });
        return () => show({ ...page, items: [...itemsOf(state.value), ...page.items] });
      },
      (error) => sayBelow({ step: 'failed', refusal: toRefusal(error) }),
    );
  };

  const fetchAgain = (shown: Shown<Item>): Promise<void> =>
    run(
      async () => {
        const items: Item[] = [];
        let cursor: string | null = null;
        do {
          const limit = Math.min(PAGE_MAX, Math.max(pageSize, shown.items.length - items.length));
          const page = await options.fetch({ cursor, limit });
          items.push(...page.items);
          cursor = page.nextCursor;
        } while (cursor !== null && items.length < shown.items.length);
        return () => show({ items, nextCursor: cursor });
      },
      () => {
        // What is shown is old, not wrong; the next question comes soon.
      },
    );

  const restart = (): void => {
    turn += 1;
    hasBegun = true;
    isFetching = false;
    isMoreWanted = false;
    nextCursor = null;
    const kept = copy?.read() ?? null;
    state.value =
      kept === null ? { phase: 'loading' } : { phase: 'shown', items: kept, more: { step: 'none' } };
    stopWaiting();
    stopWaiting = whenOnline(connection.state, () => void fetchFirst());
  };

  const refresh = (): void => {
    if (!hasBegun) restart();
    const now = state.value;
    if (isFetching || now.phase === 'loading' || options.isHidden()) return;
    if (connection.state.peek() !== 'online') return;
    void (now.phase === 'failed' ? fetchFirst() : fetchAgain(now));
  };

  return {
    state: computed(() => state.value),
    restart,
    more() {
      isMoreWanted = true;
      if (!isFetching) fetchMore();
    },
    watch: (everyMs) => repeat(clock, everyMs, refresh),
    change(correct) {
      const now = state.value;
      if (now.phase === 'shown') state.value = { ...now, items: now.items.map(correct) };
    },
    clear() {
      turn += 1;
      hasBegun = false;
      isFetching = false;
      isMoreWanted = false;
      stopWaiting();
      state.value = { phase: 'loading' };
    },
  };
}

function itemsOf<Item>(state: ListState<Item>): readonly Item[] {
  return state.phase === 'shown' ? state.items : [];
}
