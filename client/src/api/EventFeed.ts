import type { ServerEvent, StreamInput } from '@suhbatdosh/server/contract';
import type { Refusal } from './Refusal.ts';

export interface FeedObserver {
  /** The server has the stream open: at first, and again after every cut. */
  onStarted(): void;
  onEvent(id: string, event: ServerEvent): void;
  /** The link is lost; the feed resumes by itself where it was. */
  onCut(): void;
  /** The feed is over and does not come back by itself. Null: the server closed it without an error. */
  onOver(refusal: Refusal | null): void;
}

/** The device's event stream on the wire. Delivers at least once. */
export interface EventFeed {
  /** @returns the function that ends it; no call of the observer comes after */
  subscribe(input: StreamInput, observer: FeedObserver): () => void;
}
