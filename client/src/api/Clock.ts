/** Time as an argument: the app hands in the browser's, tests a virtual one. */
export interface Clock {
  /** Milliseconds since 1970 by this device, which may be set wrong and may jump: compare with the server by `clockOffsetMs`. */
  now(): number;
  /** Runs once after `ms`; the returned function cancels. A hidden tab may run it up to a minute late. */
  after(ms: number, run: () => void): () => void;
}
