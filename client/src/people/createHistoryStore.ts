import { computed, signal } from '@preact/signals';
import type { PastSession, RateInput } from '@suhbatdosh/server/contract';
import type { Api } from '../api/Api.ts';
import type { Clock } from '../api/Clock.ts';
import type { Connection } from '../api/Connection.ts';
import { createOutbox } from '../api/createOutbox.ts';
import { createDeviceCopy } from '../api/createDeviceCopy.ts';
import type { KeyValueStore } from '../api/KeyValueStore.ts';
import { createPagedList } from './createPagedList.ts';
import type { HistoryStore, Verdict } from './HistoryStore.ts';

const PAGE_SIZE = 20;
/** Talks that can be looked at without a network. */
const KEPT_MAX = 50;
const REFRESH_MS = { closely: 5_000, by_the_way: 15_000 } as const;

interface HistoryOptions {
  api: Pick<Api, 'history'>;
  connection: Pick<Connection, 'state'>;
  clock: Clock;
  isHidden: () => boolean;
  device: KeyValueStore;
  /** null: nobody is logged in. */
  userId: () => string | null;
}

export interface HistoryEngine extends HistoryStore {
  /** For somebody else, or nobody, who is logged in now. */
  reset(): void;
}

export function createHistoryStore(options: HistoryOptions): HistoryEngine {
  const { api, connection, clock, isHidden } = options;
  const copy = createDeviceCopy<PastSession>({ ...options, key: 'suhbatdosh.history', itemsMax: KEPT_MAX });
  const list = createPagedList<PastSession>({
    fetch: (page) => api.history.list(page),
    pageSize: PAGE_SIZE,
    connection,
    clock,
    isHidden,
    copy,
  });
  const verdicts = signal<ReadonlyMap<string, Verdict>>(new Map());
  /** The newest word on each session: answers to an older one are not shown. */
  const newest = new Map<string, RateInput>();

  const note = (input: RateInput, answer: Verdict['answer']): void => {
    if (newest.get(input.sessionId) !== input) return;
    const { sessionId, rating, again } = input;
    verdicts.value = new Map(verdicts.value).set(sessionId, { rating, again, answer });
  };

  const outbox = createOutbox<RateInput>({
    send: async (input) => {
      const { again } = await api.history.rate(input);
      note(input, { step: 'kept', again });
      list.change((item) => (item.id === input.sessionId ? { ...item, rating: input.rating, again } : item));
    },
    onRefused: (input, refusal) => note(input, { step: 'refused', refusal }),
    connection,
    clock,
  });

  return {
    state: list.state,
    verdicts: computed(() => verdicts.value),
    rate(input) {
      newest.set(input.sessionId, input);
      note(input, { step: 'sending' });
      outbox.push(input);
    },
    more: list.more,
    tryAgain: list.restart,
    watch: (how) => list.watch(REFRESH_MS[how]),
    reset() {
      outbox.clear();
      newest.clear();
      verdicts.value = new Map();
      list.clear();
      copy.remove();
    },
  };
}
