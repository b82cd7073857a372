import { computed, effect, signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import type { QueueStatus, SessionView } from '@suhbatdosh/server/contract';
import type { Api } from '../api/Api.ts';
import type { Connection } from '../api/Connection.ts';
import { OFFLINE } from '../api/offlineRefusal.ts';
import { refusalOf } from '../api/refusalOf.ts';
import type { CallElsewhereStore } from './CallElsewhereStore.ts';
import type { CallState } from './CallStore.ts';
import type { Microphone } from './Microphone.ts';

interface ElsewhereOptions {
  api: Pick<Api, 'session'>;
  connection: Connection;
  microphone: Pick<Microphone, 'open' | 'close'>;
  status: ReadonlySignal<QueueStatus | null>;
  call: ReadonlySignal<CallState>;
  resume: (session: SessionView) => void;
}

/** Reads from the numbers of the queue, which every device of a learner gets, that he is talking, and not here. */
export function createCallElsewhere(options: ElsewhereOptions): CallElsewhereStore {
  const { api, connection, status, call } = options;
  /** Of the last call that was here, or that is over: numbers that name it are old. */
  const past = signal<string | null>(null);

  effect(() => {
    const now = call.value;
    if (now.phase === 'none') return;
    const hasMoved = now.phase === 'ended' && now.reason === 'taken_elsewhere';
    if (!hasMoved) past.value = now.sessionId;
    else if (past.value === now.sessionId) past.value = null;
  });

  const sessionId = computed(() => {
    const { phase } = call.value;
    if (phase !== 'none' && phase !== 'ended') return null;
    const there = status.value?.state === 'in_session' ? status.value.sessionId : null;
    return there === past.value ? null : there;
  });

  return {
    isThere: computed(() => sessionId.value !== null),
    async takeOver() {
      const id = sessionId.peek();
      if (id === null) return null;
      if (connection.state.peek() !== 'online') return OFFLINE;
      // Asked in the tap, before the other device falls silent; a call without it goes on all the same.
      await options.microphone.open();
      const { deviceId } = connection;
      const refusal = await refusalOf(api.session.takeOver({ sessionId: id, deviceId }).then(options.resume));
      if (refusal !== null) options.microphone.close();
      if (refusal?.code === 'SESSION_OVER') past.value = id;
      return refusal;
    },
  };
}
