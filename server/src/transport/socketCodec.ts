import type { Encoder } from '@trpc/server/adapters/ws';
import { parseTRPCMessage, type TRPCClientOutgoingMessage } from '@trpc/server/rpc';
import { AppError } from '../contract/errors.ts';
import { parseBoundedJson } from './boundedJson.ts';
import { toRefusalShape } from './errorShape.ts';
import type { TransportLimits } from './transportLimits.ts';

type Id = string | number;
type Transformer = Parameters<typeof parseTRPCMessage>[1];

export interface SocketCodecOptions {
  limits: TransportLimits;
  transformer: Transformer;
  /** False once the socket is on its way out. */
  isOpen(): boolean;
  /** Pays for calls beyond the first of a frame; false: too many, and the socket has been ended. */
  payForCalls(calls: number): boolean;
  send(text: string): void;
  /** Called before every answer, so that a reader who does not read is noticed. */
  beforeAnswer(): void;
}

/**
 * What stands between a socket and tRPC's adapter, which limits nothing itself: every message passes here
 * before it runs, every answer before it leaves. Refused messages are answered here and never reach tRPC,
 * so that an id is only ever answered for the call that holds it.
 */
export function createSocketCodec(options: SocketCodecOptions): Encoder {
  const { limits, transformer } = options;
  const open = new Map<Id, 'call' | 'subscription'>();
  let subscriptions = 0;

  const isFull = (kind: 'call' | 'subscription'): boolean =>
    kind === 'subscription'
      ? subscriptions >= limits.subscriptionsPerSocket
      : open.size - subscriptions >= limits.callsInFlight;

  const release = (id: Id): void => {
    if (open.get(id) === 'subscription') subscriptions -= 1;
    open.delete(id);
  };

  const refuse = (id: Id | null, refusal: AppError): void =>
    options.send(JSON.stringify({ id, error: toRefusalShape(refusal) }));

  /** Takes the message in, or answers why not. */
  const admit = (message: TRPCClientOutgoingMessage): boolean => {
    const { id } = message;
    if (id === null) {
      refuse(null, new AppError('WRONG_INPUT'));
      return false;
    }
    if (message.method === 'subscription.stop') return true;
    const kind = message.method === 'subscription' ? 'subscription' : 'call';
    if (open.has(id)) {
      refuse(id, new AppError('WRONG_INPUT'));
      return false;
    }
    if (isFull(kind)) {
      refuse(id, new AppError('TOO_MANY_REQUESTS', { retryAfterMs: 1000 }));
      return false;
    }
    open.set(id, kind);
    if (kind === 'subscription') subscriptions += 1;
    return true;
  };

  return {
    decode(data) {
      if (!options.isOpen()) return [];
      const messages = readFrame(data, transformer);
      if (messages.length > 1 && !options.payForCalls(messages.length - 1)) return [];
      if (messages.length > limits.socketBatch) {
        for (const message of messages) refuse(message?.id ?? null, new AppError('WRONG_INPUT'));
        return [];
      }
      return messages.filter((message) => {
        if (message !== null) return admit(message);
        refuse(null, new AppError('WRONG_INPUT'));
        return false;
      });
    },
    encode(answer) {
      options.beforeAnswer();
      const ended = endedId(answer, open);
      if (ended !== null) release(ended);
      return JSON.stringify(answer);
    },
  };
}

/** null for an entry that is no request. A frame that is no JSON throws, which tRPC answers as a parse error. */
function readFrame(
  data: string | ArrayBuffer | Uint8Array,
  transformer: Transformer,
): (TRPCClientOutgoingMessage | null)[] {
  if (typeof data !== 'string') throw new SyntaxError('binary frames carry no JSON');
  const parsed = parseBoundedJson(data);
  return (Array.isArray(parsed) ? parsed : [parsed]).map((message: unknown) => {
    try {
      parseTRPCMessage(message, transformer);
      return message as TRPCClientOutgoingMessage;
    } catch {
      return null;
    }
  });
}

/** The id whose last answer this is. A call has one answer; a subscription ends with an error or with `stopped`. */
function endedId(answer: unknown, open: ReadonlyMap<Id, 'call' | 'subscription'>): Id | null {
  const { id, error, result } = answer as { id: Id | null; error?: unknown; result?: { type?: string } };
  if (id === null || !open.has(id)) return null;
  const isLast = error !== undefined || open.get(id) === 'call' || result?.type === 'stopped';
  return isLast ? id : null;
}
