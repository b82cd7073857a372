/** A running server to be measured, in a process of its own. */
export interface Target {
  name: string;
  pid: number;
  /** Where user `index` connects to, and with which headers. */
  doorOf(index: number): Door;
  /** Whether users log in, open an event stream and meet in the queue, or are simply there. */
  isProduct: boolean;
  /** Whether a user opens an event stream behind the handshake, and is let in when its first event has come. */
  hasStream: boolean;
  stop(): Promise<void>;
}

export interface Door {
  url: string;
  headers: Record<string, string>;
}
