import { describe, expect, test } from 'vitest';
import { listenForPushes } from './pushEvents.ts';

type Listener = (event: object) => void;

/** As much of a worker's surroundings as pushes meet. */
function aWorker(windows: { visibilityState: string }[] = []) {
  const listeners = new Map<string, Listener>();
  const seen: unknown[][] = [];
  const clients = windows.map((each, index) => ({
    ...each,
    postMessage: (message: unknown) => seen.push(['tell', index, message]),
    focus: async () => seen.push(['focus', index]),
  }));
  const scope = {
    addEventListener: (type: string, listener: Listener) => listeners.set(type, listener),
    navigator: { language: 'ru' },
    location: { origin: 'https://gap.uz' },
    clients: {
      matchAll: async () => clients,
      openWindow: async (path: string) => seen.push(['open', path]),
    },
    registration: {
      showNotification: async (title: string, { tag }: NotificationOptions) =>
        seen.push(['show', title, tag]),
    },
  };
  listenForPushes(scope as unknown as ServiceWorkerGlobalScope);
  return {
    seen,
    /** Resolves when the worker lets itself be put to sleep. */
    async happen(type: string, event: object) {
      let work: Promise<unknown> = Promise.resolve();
      listeners.get(type)?.({ ...event, waitUntil: (promise: Promise<unknown>) => (work = promise) });
      await work;
    },
  };
}

const data = { text: () => '{"notification":{"title":"Salom","tag":"t","navigate":"/?find=level"}}' };
const tapped = { notification: { close: () => undefined, data: { path: '/?find=level' } } };

describe('a push', () => {
  test('is shown while nobody looks', async () => {
    const { seen, happen } = aWorker([{ visibilityState: 'hidden' }]);
    await happen('push', { data });
    expect(seen).toEqual([['show', 'Salom', 't']]);
  });

  test('without data, or with data that cannot be read, is shown as news', async () => {
    const { seen, happen } = aWorker();
    await happen('push', { data: null });
    await happen('push', {
      data: {
        text() {
          throw new TypeError('not UTF-8');
        },
      },
    });
    expect(seen).toEqual([
      ['show', 'Suhbatdosh', 'news'],
      ['show', 'Suhbatdosh', 'news'],
    ]);
  });

  test('is told to the window that is looked at, and not shown over it', async () => {
    const { seen, happen } = aWorker([{ visibilityState: 'hidden' }, { visibilityState: 'visible' }]);
    await happen('push', { data });
    expect(seen).toEqual([['tell', 1, { type: 'partner_waiting' }]]);
  });
});

describe('a tap', () => {
  test('leads an open window there, the one that is looked at before others, without loading it anew', async () => {
    const { seen, happen } = aWorker([{ visibilityState: 'hidden' }, { visibilityState: 'visible' }]);
    await happen('notificationclick', tapped);
    expect(seen).toEqual([
      ['tell', 1, { type: 'open', path: '/?find=level' }],
      ['focus', 1],
    ]);
  });

  test('opens the app where there is no window', async () => {
    const { seen, happen } = aWorker();
    await happen('notificationclick', tapped);
    expect(seen).toEqual([['open', '/?find=level']]);
  });
});
