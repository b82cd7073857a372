import type { ReadonlySignal } from '@preact/signals';
import type { Refusal } from '../api/Refusal.ts';

/** What is below the last item that is shown. */
export type More =
  | { step: 'none' }
  | { step: 'some' }
  | { step: 'loading' }
  | { step: 'failed'; refusal: Refusal };

export type ListState<Item> =
  /** Also while the server is away: it is fetched as soon as it is back. */
  | { phase: 'loading' }
  | { phase: 'failed'; refusal: Refusal }
  /** At first perhaps as it was when the device last saw it. */
  | { phase: 'shown'; items: readonly Item[]; more: More };

/** A list that comes page by page and is kept fresh while somebody looks at it. */
export interface PagedList<Item> {
  readonly state: ReadonlySignal<ListState<Item>>;
  /** From the beginning: for another filter, or after a failure. */
  restart(): void;
  /** The next page, or the one that failed. */
  more(): void;
  /** Asks again for all that is shown, now and every `everyMs`; returns the function that stops. */
  watch(everyMs: number): () => void;
  /** Puts right what we know better than the last answer. */
  change(correct: (item: Item) => Item): void;
  /** As if nothing had ever been asked for. */
  clear(): void;
}
