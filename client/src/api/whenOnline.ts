import type { ReadonlySignal } from '@preact/signals';
import type { Connection } from './Connection.ts';

/** Runs once, as soon as the connection is online (perhaps now); the returned function calls it off. */
export function whenOnline(state: ReadonlySignal<Connection['state']['value']>, run: () => void): () => void {
  let isDone = false;
  let stop = (): void => {};
  stop = state.subscribe((now) => {
    if (isDone || now !== 'online') return;
    isDone = true;
    // `subscribe` calls at once, before it has returned the function that stops it.
    queueMicrotask(() => stop());
    run();
  });
  return () => {
    isDone = true;
    stop();
  };
}
