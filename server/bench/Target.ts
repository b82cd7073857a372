/** A running server to be measured, in a process of its own. */
export interface Target {
  name: string;
  pid: number;
  /** Where user `index` connects to, and with which headers. */
  doorOf(index: number): Door;
  /** Whether users log in, open an event stream and meet in the queue, or are simply there. */
  isProduct: boolean;
  stop(): Promise<void>;
}

export interface Door {
  url: string;
  headers: Record<string, string>;
}
