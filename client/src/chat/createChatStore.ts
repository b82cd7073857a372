import { computed, signal } from '@preact/signals';
import type { ChatMessage, SessionView } from '@suhbatdosh/server/contract';
import type { Api } from '../api/Api.ts';
import type { Clock } from '../api/Clock.ts';
import type { Connection } from '../api/Connection.ts';
import { createOutbox } from '../api/createOutbox.ts';
import type { ChatStore } from './ChatStore.ts';
import { mergeLines } from './mergeLines.ts';
import type { KnownLine } from './mergeLines.ts';

interface ChatOptions {
  api: Pick<Api, 'session'>;
  connection: Connection;
  clock: Clock;
  newId: () => string;
  /** Null: nobody is logged in. */
  userId: () => string | null;
  /** This tab's running session; null: none. A snapshot may show another tab's. */
  sessionId: () => string | null;
}

export interface ChatEngine extends ChatStore {
  /** To be called when the session may have changed: nothing of another one is shown or sent any more. */
  followSession(): void;
}

interface Draft {
  sessionId: string;
  text: string;
  clientMessageId: string;
}

export function createChatStore(options: ChatOptions): ChatEngine {
  const { api, clock, connection } = options;
  const lines = signal<readonly KnownLine[]>([]);
  const unread = signal(0);
  let isOpen = false;
  let shownId: string | null = null;

  const merge = (messages: readonly ChatMessage[]): void => {
    const known = lines.value;
    const reader = { userId: options.userId(), clockOffsetMs: connection.clockOffsetMs.peek() };
    lines.value = mergeLines(known, messages, reader);
    const theirs = (all: readonly KnownLine[]): number => all.filter((line) => !line.isMine).length;
    if (!isOpen) unread.value += theirs(lines.value) - theirs(known);
  };

  const outbox = createOutbox<Draft>({
    send: async (draft) => {
      const message = await api.session.chat(draft);
      if (draft.sessionId === followSession()) merge([message]);
    },
    onRefused({ clientMessageId }) {
      lines.value = lines.value.map((line) =>
        line.isMine && line.clientMessageId === clientMessageId ? { ...line, delivery: 'refused' } : line,
      );
    },
    connection,
    clock,
  });

  const followSession = (): string | null => {
    const next = options.sessionId();
    if (next === shownId) return next;
    shownId = next;
    outbox.clear();
    lines.value = [];
    unread.value = 0;
    return next;
  };

  const resume = (session: SessionView | null): void => {
    if (session === null || session.id !== followSession()) return;
    const isFirstLook = lines.value.length === 0;
    merge(session.messages);
    // After a reload there is no telling what was read; what came before it is taken as read.
    if (isFirstLook) unread.value = 0;
  };

  connection.onEvent((event) => {
    if (event.type === 'chat' && event.message.sessionId === followSession()) merge([event.message]);
    else if (event.type === 'snapshot') resume(event.session);
  });

  return {
    lines: computed(() => lines.value),
    unread: computed(() => unread.value),
    send(text) {
      const sessionId = followSession();
      const trimmed = text.trim();
      if (sessionId === null || trimmed === '') return;
      const clientMessageId = options.newId();
      lines.value = [
        ...lines.value,
        {
          id: null,
          clientMessageId,
          isMine: true,
          text: trimmed,
          sentAtMs: clock.now(),
          delivery: 'waiting',
        },
      ];
      outbox.push({ sessionId, text: trimmed, clientMessageId });
    },
    setOpen(next) {
      isOpen = next;
      if (next) unread.value = 0;
    },
    followSession: () => void followSession(),
  };
}
