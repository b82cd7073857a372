import { createTRPCClient, httpBatchLink, httpLink, splitLink } from '@trpc/client';
import type { TRPCClient, TRPCLink } from '@trpc/client';
import type { AppRouter } from '@suhbatdosh/server';
import type { Clock } from './Clock.ts';
import { CLIENT_PROTOCOL, skewOf } from './protocol.ts';
import type { Skew } from './protocol.ts';

const HTTP_TIMEOUT_MS = 15_000;
const BATCH_MAX = 10;

interface TrpcOptions {
  /** Where `/trpc` is: scheme, host and port of the page. */
  origin: string;
  fetch: typeof fetch;
  clock: Clock;
  socketLink: TRPCLink<AppRouter>;
  /** Called with every answer that says something about it. */
  onSkew: (skew: Skew) => void;
}

const travelsBySocket = (path: string): boolean => /^(queue|session|events)\./.test(path);
/** Set cookies and are limited one by one: never in a batch. */
const travelsAlone = (path: string): boolean => path.startsWith('auth.');

/** Queue, session and events keep their order on the socket; what sets a cookie needs HTTP, which the rest shares. */
export function createTrpc(options: TrpcOptions): TRPCClient<AppRouter> {
  const url = `${options.origin}/trpc`;
  const headers = { 'x-client-protocol': String(CLIENT_PROTOCOL) };

  /** A fetch on a path that died never answers by itself. */
  const patientFetch = async (input: RequestInfo | URL | string, init?: RequestInit): Promise<Response> => {
    const abort = new AbortController();
    init?.signal?.addEventListener('abort', () => abort.abort());
    const cancel = options.clock.after(HTTP_TIMEOUT_MS, () => abort.abort());
    try {
      const response = await options.fetch(input, { ...init, signal: abort.signal });
      const skew = skewOf(response.headers);
      if (skew !== null) options.onSkew(skew);
      return response;
    } finally {
      cancel();
    }
  };

  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (operation) => travelsBySocket(operation.path),
        true: options.socketLink,
        false: splitLink({
          condition: (operation) => travelsAlone(operation.path),
          true: httpLink<AppRouter>({ url, headers, fetch: patientFetch }),
          false: httpBatchLink<AppRouter>({ url, headers, fetch: patientFetch, maxItems: BATCH_MAX }),
        }),
      }),
    ],
  });
}
