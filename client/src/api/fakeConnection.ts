import { batch, signal } from '@preact/signals';
import type { Signal } from '@preact/signals';
import type { ServerEvent } from '@suhbatdosh/server/contract';
import type { Connection } from './Connection.ts';

export interface FakeConnection extends Connection {
  readonly state: Signal<Connection['state']['value']>;
  emit(event: ServerEvent): void;
}

/** A connection for tests: online at once, says what it is told to say. */
export function createFakeConnection(deviceId = 'device-1'): FakeConnection {
  const state = signal<Connection['state']['value']>('online');
  const listeners = new Set<(event: ServerEvent) => void>();
  return {
    state,
    clockOffsetMs: signal(0),
    deviceId,
    open: () => (state.value = 'online'),
    close: () => (state.value = 'closed'),
    onEvent(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    emit(event) {
      batch(() => {
        for (const listener of listeners) listener(event);
      });
    },
  };
}
