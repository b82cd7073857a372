import type { Clock } from './Clock.ts';

/** An upgrade that takes longer will not come: on a path that went dead the browser itself waits for minutes. */
const CONNECT_TIMEOUT_MS = 8_000;
/** How long a close frame may take. Chromium waits 60 s for the other side's, on a dead path in vain. */
const CLOSE_TIMEOUT_MS = 300;

/**
 * A WebSocket that never hangs: tRPC reconnects on the `close` event, and the browser's own comes a minute late
 * on a path that died (trpc/trpc#6562). Ends by itself when it cannot connect; says `close` soon after `close()`;
 * after that it is silent, whatever the browser still delivers.
 * Does not notice a dead path: the keep-alive does, by calling `close()`.
 * @param onHeard runs on every message
 */
export function createResilientSocket(
  Native: typeof WebSocket,
  clock: Clock,
  onHeard: () => void,
): typeof WebSocket {
  return class ResilientSocket extends Native {
    #hasOpened = false;
    #isOver = false;
    #stopWaiting: () => void;

    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      this.#stopWaiting = clock.after(CONNECT_TIMEOUT_MS, () => this.#giveUp());
      // These listeners are the first, so what they stop reaches nobody.
      for (const type of ['open', 'message', 'error', 'close']) {
        super.addEventListener(type, (event) => this.#admit(event));
      }
    }

    override get readyState(): WebSocket['readyState'] {
      return this.#isOver ? Native.CLOSED : super.readyState;
    }

    override close(code?: number, reason?: string): void {
      if (this.#isOver) return;
      super.close(code, reason);
      this.#stopWaiting();
      this.#stopWaiting = clock.after(CLOSE_TIMEOUT_MS, () => this.#giveUp());
    }

    #admit(event: Event): void {
      if (this.#isOver) {
        event.stopImmediatePropagation();
      } else if (event.type === 'message') {
        onHeard();
      } else if (event.type === 'open') {
        this.#hasOpened = true;
        this.#stopWaiting();
      } else if (event.type === 'close') {
        this.#isOver = true;
        this.#stopWaiting();
      }
    }

    #giveUp(): void {
      if (this.#isOver) return;
      super.close();
      // Somebody who waits for `open` (tRPC does) is told by `error`, as the browser would.
      if (!this.#hasOpened) this.dispatchEvent(new Event('error'));
      this.dispatchEvent(new CloseEvent('close', { code: 1006, wasClean: false }));
    }
  };
}
