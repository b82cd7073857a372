import type { ReadonlySignal } from '@preact/signals';

export interface ChatLine {
  clientMessageId: string;
  isMine: boolean;
  text: string;
  sentAtMs: number;
  /** `waiting`: not yet acknowledged, sent again by itself; `refused`: the server will not take it. */
  delivery: 'waiting' | 'sent' | 'refused';
}

/** The chat of the running session; empty when there is none. */
export interface ChatStore {
  readonly lines: ReadonlySignal<readonly ChatLine[]>;
  readonly unread: ReadonlySignal<number>;
  /** Shows it at once and sends it until it is acknowledged; nothing is lost by a cut. */
  send(text: string): void;
  /** While the chat is on the screen nothing counts as unread. */
  setOpen(isOpen: boolean): void;
}
