/** A browser's WebSocket for tests: does nothing by itself, and can be as slow to close as the real one on a dead path. */
export class FakeWebSocket extends EventTarget {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static readonly CLOSED = 3;
  static made: FakeWebSocket[] = [];

  static get last(): FakeWebSocket {
    const last = FakeWebSocket.made.at(-1);
    if (last === undefined) throw new Error('No socket was made yet');
    return last;
  }

  readonly url: string;
  readonly sent: string[] = [];
  binaryType = 'blob';
  #state = 0;

  constructor(url: string | URL) {
    super();
    this.url = String(url);
    FakeWebSocket.made.push(this);
  }

  get readyState(): number {
    return this.#state;
  }

  get OPEN(): number {
    return FakeWebSocket.OPEN;
  }

  send(data: string): void {
    this.sent.push(data);
  }

  close(): void {
    if (this.#state < 2) this.#state = 2;
  }

  arriveOpen(): void {
    this.#state = 1;
    this.dispatchEvent(new Event('open'));
  }

  arrive(data: string): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }

  arriveClose(code: number): void {
    this.#state = 3;
    this.dispatchEvent(new CloseEvent('close', { code }));
  }
}

/** The fake as the type that the real one has; it has all that tRPC and we use. */
export const FakeWebSocketClass = FakeWebSocket as unknown as typeof WebSocket;
