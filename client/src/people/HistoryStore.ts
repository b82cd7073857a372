import type { ReadonlySignal } from '@preact/signals';
import type { Again, PastSession, RateInput, Rating } from '@suhbatdosh/server/contract';
import type { Refusal } from '../api/Refusal.ts';
import type { ListState } from './PagedList.ts';

/** What this learner has said of a talk since the app was opened. */
export interface Verdict {
  rating: Rating;
  again: boolean;
  answer: { step: 'sending' } | { step: 'kept'; again: Again } | { step: 'refused'; refusal: Refusal };
}

/** Past talks, newest first, and what one thought of them. */
export interface HistoryStore {
  readonly state: ReadonlySignal<ListState<PastSession>>;
  /** By session id. */
  readonly verdicts: ReadonlySignal<ReadonlyMap<string, Verdict>>;
  /** Shown at once and sent until it is acknowledged, also when the screen is left or the network is away. */
  rate(input: RateInput): void;
  more(): void;
  tryAgain(): void;
  /** Keeps what is shown fresh: every 5 s for who looks at it, every 15 s where it stands beside something else. */
  watch(how: 'closely' | 'by_the_way'): () => void;
}
