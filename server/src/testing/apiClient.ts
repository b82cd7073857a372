import { WebSocket } from 'ws';
import type { ServerEvent } from '../contract/index.ts';

/**
 * A client as a stranger would write it from docs/PROTOCOL.md: fetch, a WebSocket and JSON, without tRPC's own client
 * and without this project's types of answers.
 */

export const ORIGIN = 'http://app.test';

/** What the server has refused; has the fields of `error.data`. */
class ApiError extends Error {
  constructor({ message, data }: NonNullable<Envelope['error']>) {
    super(message);
    Object.assign(this, data);
  }
}

interface Envelope {
  id?: number | null;
  result?: { type?: string; id?: string; data?: unknown };
  error?: { message: string; data: { code: string; httpStatus: number } & Record<string, unknown> };
}

function open(envelope: Envelope): unknown {
  if (envelope.error) throw new ApiError(envelope.error);
  return envelope.result?.data;
}

/** What is asked on a socket that closes is not known to be done or not. */
const CLOSED = { message: 'the socket has closed', data: { code: 'CLIENT_CLOSED_REQUEST', httpStatus: 499 } };

export type ApiClient = ReturnType<typeof createApiClient>;

export function createApiClient(firstUrl: string) {
  let baseUrl = firstUrl;
  let cookie = '';
  let socket: WebSocket | null = null;
  let lastId = 0;
  let lastEventId: string | null = null;
  let streamId = 0;
  const answers = new Map<number, (envelope: Envelope) => void>();
  const events: ServerEvent[] = [];
  const seen = new Set<string>();
  const watchers = new Set<() => void>();

  async function http(kind: 'query' | 'mutation', path: string, input?: unknown): Promise<unknown> {
    const query =
      kind === 'query' && input !== undefined ? `?input=${encodeURIComponent(JSON.stringify(input))}` : '';
    const response = await fetch(`${baseUrl}/trpc/${path}${query}`, {
      method: kind === 'query' ? 'GET' : 'POST',
      headers: { 'content-type': 'application/json', origin: ORIGIN, cookie },
      ...(kind === 'mutation' && input !== undefined ? { body: JSON.stringify(input) } : {}),
    });
    const setCookie = response.headers.getSetCookie()[0];
    if (setCookie !== undefined) cookie = setCookie.split(';')[0] ?? '';
    return open((await response.json()) as Envelope);
  }

  function receive(envelope: Envelope): void {
    const { result } = envelope;
    if (envelope.id === streamId && result?.type === 'data' && result.id !== undefined) {
      lastEventId = result.id;
      if (!seen.has(result.id)) events.push((result.data as { data: ServerEvent }).data);
      seen.add(result.id);
      for (const watch of watchers) watch();
      return;
    }
    const id = envelope.id ?? 0;
    answers.get(id)?.(envelope);
    answers.delete(id);
  }

  async function send(method: string, path: string, input: unknown): Promise<unknown> {
    if (socket?.readyState !== WebSocket.OPEN) return open({ error: CLOSED });
    const id = ++lastId;
    const answer = new Promise<Envelope>((resolve) => answers.set(id, resolve));
    socket.send(JSON.stringify({ id, jsonrpc: '2.0', method, params: { path, input } }));
    return answer.then(open);
  }

  return {
    deviceId: `device-${Math.random().toString(36).slice(2)}`,
    /** From now on to another server, with the same cookie. */
    moveTo: (url: string): void => void (baseUrl = url),
    /** Everything that the stream has brought, each event once. */
    events,
    http,
    cookie: () => cookie,

    async connect(): Promise<WebSocket> {
      const opened = new WebSocket(`${baseUrl.replace('http', 'ws')}/trpc`, {
        headers: { cookie, origin: ORIGIN },
      });
      socket = opened;
      opened.on('message', (data: Buffer) => {
        const text = data.toString();
        if (text === 'PING') return opened.send('PONG');
        const parsed = JSON.parse(text) as Envelope | Envelope[];
        for (const envelope of [parsed].flat()) receive(envelope);
      });
      opened.once('close', () => {
        if (socket !== opened) return;
        for (const answer of answers.values()) answer({ error: CLOSED });
        answers.clear();
      });
      await new Promise((resolve, reject) => {
        opened.once('open', resolve);
        opened.once('error', reject);
        opened.once('unexpected-response', (_, response) => reject(new Error(String(response.statusCode))));
      });
      return opened;
    },

    /** Opens the stream, behind the last event that was seen, and resolves when it has started. */
    async listen(): Promise<void> {
      streamId = lastId + 1;
      await send('subscription', 'events.stream', { deviceId: this.deviceId, lastEventId });
    },

    cut: (): void => socket?.terminate(),
    query: (path: string, input?: unknown) => send('query', path, input),
    mutate: (path: string, input?: unknown) => send('mutation', path, input),

    /** The first event of a type from `from` on, waiting for it. */
    event<T extends ServerEvent['type']>(type: T, from = 0): Promise<Extract<ServerEvent, { type: T }>> {
      return new Promise((resolve) => {
        const watch = (): void => {
          const found = events.slice(from).find((event) => event.type === type);
          if (!found) return;
          watchers.delete(watch);
          resolve(found as Extract<ServerEvent, { type: T }>);
        };
        watchers.add(watch);
        watch();
      });
    },
  };
}
