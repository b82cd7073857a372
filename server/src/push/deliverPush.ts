import type { Clock } from '../clock/Clock.ts';
import { encryptPush } from './encryptPush.ts';
import type { PushPost } from './PushPost.ts';
import { toPushEndpoint } from './endpointRules.ts';
import { vapidHeader, type VapidIdentity } from './vapidHeader.ts';

/** A browser to send to, as it is kept. */
export interface Subscription {
  endpoint: string;
  /** Base64url. */
  p256dh: string;
  auth: string;
}

export interface PushMessage {
  payload: object;
  /** How long it is worth something, in seconds; a service that cannot deliver it in time drops it. */
  ttlSeconds: number;
  /** A newer message of the same topic takes the place of one that waits (RFC 8030, 5.4). */
  topic: string;
}

/**
 * What became of a message: the service took it; the browser has unsubscribed (404, 410); the service will never take
 * this one (400, 403, 413, a redirect …), which is a fault of ours or a changed key; it did not in time.
 */
export type PushOutcome = 'sent' | 'gone' | 'refused' | 'failed';

interface DeliverDeps {
  clock: Clock;
  /** 0…1, as Math.random. */
  random: () => number;
  post: PushPost;
  /** Patterns of hosts: one that the operator has struck out is not sent to any more. */
  hosts: readonly string[];
  onTrouble(trouble: { status: number | null; host: string; error?: unknown }): void;
}

/** Times that a message is tried in all. */
const TRIES = 3;
const FIRST_PAUSE_MS = 1_000;

/** Sends one message to one browser, again if the service asks for that and while the message is worth it. */
export async function deliverPush(
  deps: DeliverDeps,
  identity: VapidIdentity,
  { subscription, message }: { subscription: Subscription; message: PushMessage },
): Promise<PushOutcome> {
  const { clock } = deps;
  const endpoint = toPushEndpoint(subscription.endpoint, deps.hosts);
  if (endpoint === null) return 'refused';
  const body = encryptPush(Buffer.from(JSON.stringify(message.payload)), {
    p256dh: Buffer.from(subscription.p256dh, 'base64url'),
    auth: Buffer.from(subscription.auth, 'base64url'),
  });
  const worthlessAt = clock.now() + message.ttlSeconds * 1000;

  for (let tried = 1; ; tried++) {
    const leftSeconds = Math.ceil((worthlessAt - clock.now()) / 1000);
    const headers = {
      authorization: vapidHeader(endpoint.origin, identity, clock.now()),
      'content-encoding': 'aes128gcm',
      'content-type': 'application/octet-stream',
      ttl: String(leftSeconds),
      topic: message.topic,
      urgency: 'high',
    };
    const answer = await deps.post({ endpoint, headers, body }).catch((error: unknown) => ({ error }));
    const status = 'error' in answer ? null : answer.status;
    const outcome = status === null ? 'again' : toOutcome(status);
    if (outcome === 'sent' || outcome === 'gone') return outcome;

    deps.onTrouble({ status, host: endpoint.hostname, ...('error' in answer && { error: answer.error }) });
    if (outcome === 'refused') return 'refused';
    const asked = 'error' in answer ? null : toDelayMs(answer.retryAfter, clock.now());
    const pauseMs = asked ?? FIRST_PAUSE_MS * 2 ** (tried - 1) * (0.5 + deps.random());
    if (tried === TRIES || clock.now() + pauseMs >= worthlessAt) return 'failed';
    await new Promise<void>((resolve) => void clock.after(pauseMs, resolve));
  }
}

function toOutcome(status: number): PushOutcome | 'again' {
  if (status >= 200 && status < 300) return 'sent';
  if (status === 404 || status === 410) return 'gone';
  return status === 429 || status >= 500 ? 'again' : 'refused';
}

/** RFC 9110, 10.2.3: seconds, or a date. null: the service asks for nothing that can be read. */
function toDelayMs(retryAfter: string | null, now: number): number | null {
  if (retryAfter === null) return null;
  if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter) * 1000;
  const at = Date.parse(retryAfter);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
