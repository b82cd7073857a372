import { lookup as resolveByDns, type LookupAddress } from 'node:dns';
import { Agent, request } from 'node:https';
import type { IncomingMessage } from 'node:http';
import type { LookupFunction } from 'node:net';
import { isPublicAddress } from './isPublicAddress.ts';
import type { PushPost } from './PushPost.ts';

type Resolve = (
  hostname: string,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export interface HttpsPushPostOptions {
  /** The machine's own resolver unless a test brings another. */
  resolve?: Resolve;
  /** Whether an address may be connected to; the public internet unless a test says otherwise. */
  mayConnect?: (address: string) => boolean;
  /** What a test's own service listens on and is known by; 443 and the public authorities otherwise. */
  port?: number;
  ca?: string;
  timeoutMs?: number;
}

const TIMEOUT_MS = 5_000;
const CONNECTIONS_MAX = 10;
const HEADER_BYTES = 8 * 1024;
/** Push services answer with a line or nothing; whoever says more is not heard out. */
const ANSWER_BYTES = 4 * 1024;

/** The host has no address, or one that is nobody's business of ours. */
class AddressRefusedError extends Error {
  readonly code = 'EADDRESSREFUSED';

  constructor() {
    super('the host of a push endpoint does not resolve to the public internet');
    this.name = 'AddressRefusedError';
  }
}

/**
 * Posts over TLS to the public internet and nowhere else. The address is checked in the look-up that the connection
 * itself is made with, so that a name which changes its mind after a check (DNS rebinding) gains nothing; a name with
 * one private address among others is refused as a whole. Proxies of the environment are not used: they would look up
 * by themselves.
 */
export function createHttpsPushPost(options: HttpsPushPostOptions = {}): PushPost {
  const { mayConnect = isPublicAddress, timeoutMs = TIMEOUT_MS, port = 443 } = options;
  const resolve: Resolve = options.resolve ?? ((name, done) => resolveByDns(name, { all: true }, done));

  const lookup: LookupFunction = (hostname, { all }, callback) => {
    resolve(hostname, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error) return callback(error, '');
      if (first === undefined || !addresses.every(({ address }) => mayConnect(address))) {
        return callback(new AddressRefusedError(), '');
      }
      if (all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS_MAX, timeout: 30_000, lookup });

  return ({ endpoint, headers, body }) =>
    new Promise((answer, reject) => {
      const call = request(
        {
          agent,
          method: 'POST',
          hostname: endpoint.hostname,
          port,
          path: endpoint.pathname + endpoint.search,
          headers: { ...headers, 'content-length': body.length },
          maxHeaderSize: HEADER_BYTES,
          signal: AbortSignal.timeout(timeoutMs),
          ...(options.ca !== undefined && { ca: options.ca }),
        },
        (response) => {
          dropText(response);
          answer({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] ?? null });
        },
      );
      call.on('error', reject);
      call.end(body);
    });
}

/** Reads a little, so that the connection can be used again, and hangs up on more. */
function dropText(response: IncomingMessage): void {
  let read = 0;
  response.on('data', (part: Buffer) => {
    read += part.length;
    if (read > ANSWER_BYTES) response.destroy();
  });
  // The answer is known; that its text broke off tells nothing.
  response.on('error', () => {});
}
