import {
  type AnyTRPCRouter,
  callTRPCProcedure,
  getTRPCErrorFromUnknown,
  getTRPCErrorShape,
  isTrackedEnvelope,
  TRPCError,
} from '@trpc/server';
import { parseTRPCMessage, type TRPCRequestMessage } from '@trpc/server/rpc';
import { AppError } from '../contract/errors.ts';
import { parseBoundedJson } from './boundedJson.ts';
import type { Context } from './context.ts';
import { toRefusalShape } from './errorShape.ts';
import type { ReportedCall } from './reportError.ts';
import type { TransportLimits } from './transportLimits.ts';

type Id = string | number;
type Call = TRPCRequestMessage & { id: Id };

export interface SocketCallsOptions {
  router: AnyTRPCRouter;
  context: Context;
  limits: Pick<TransportLimits, 'socketBatch' | 'callsInFlight' | 'subscriptionsPerSocket'>;
  /** False once the socket is on its way out: nothing more is carried out or answered. */
  isOpen(): boolean;
  /** Pays for calls beyond the first of a frame; false: too many, and the socket has been ended. */
  payForCalls(calls: number): boolean;
  send(text: string): void;
  reportError(call: ReportedCall): void;
}

export interface SocketCalls {
  /** Carries out what a frame asks for. @param text null: the frame was binary, and so no JSON */
  take(text: string | null): void;
  /** The socket is gone: ends its subscriptions. */
  end(): void;
}

/**
 * tRPC's protocol on one socket, over the router's public calls: what tRPC's own adapter (adapters/ws) answers, frame
 * for frame (socketCalls.test.ts), under limits, of which that one has none, and a fifth to two fifths cheaper a message: it makes
 * an AbortController a call, several promises an event, and reads each frame twice.
 * Refused messages never reach a procedure, so that an id is only ever answered for the call that holds it.
 */
export function createSocketCalls(options: SocketCallsOptions): SocketCalls {
  const { router, context, limits } = options;
  const config = router._def._config;
  const { transformer } = config;
  /** By the id that the client gave: what stops a subscription; null: a call, which cannot be stopped. */
  const underWay = new Map<Id, AbortController | null>();
  let subscriptions = 0;

  const answer = (message: { id: Id | null } & Record<string, unknown>): void => {
    if (options.isOpen()) options.send(JSON.stringify(message));
  };

  const refuse = (id: Id | null, refusal: AppError): void => answer({ id, error: toRefusalShape(refusal) });

  /** To be called before the last answer: behind it the client may use the id again. */
  const release = (id: Id): void => {
    if (underWay.get(id)) subscriptions -= 1;
    underWay.delete(id);
  };

  const isFull = (type: Call['method']): boolean =>
    type === 'subscription'
      ? subscriptions >= limits.subscriptionsPerSocket
      : underWay.size - subscriptions >= limits.callsInFlight;

  /** Runs the call, or answers why not. */
  function admit(call: Call): void {
    const { id, method } = call;
    if (underWay.has(id)) return refuse(id, new AppError('WRONG_INPUT'));
    if (isFull(method)) return refuse(id, new AppError('TOO_MANY_REQUESTS', { retryAfterMs: 1000 }));
    const stop = method === 'subscription' ? new AbortController() : null;
    underWay.set(id, stop);
    if (stop) subscriptions += 1;
    // Left is an error that cannot be put into an answer.
    run(call, stop).catch((cause: unknown) => report(cause, call));
  }

  function report(cause: unknown, { params: { path } }: Call): TRPCError {
    const error = getTRPCErrorFromUnknown(cause);
    options.reportError({ error, path, ctx: context });
    return error;
  }

  async function run(call: Call, stop: AbortController | null): Promise<void> {
    const { id, jsonrpc, method: type, params } = call;
    const { path } = params;
    const input = toInput(params);
    const fail = (cause: unknown): void => {
      const error = report(cause, call);
      release(id);
      answer({
        id,
        jsonrpc,
        error: getTRPCErrorShape({ config, error, type, path, input, ctx: context }),
      });
    };
    try {
      const result: unknown = await callTRPCProcedure({
        router,
        path,
        type,
        ctx: context,
        getRawInput: async () => input,
        signal: stop?.signal,
        batchIndex: 0,
      });
      if (stop === null) {
        release(id);
        return answer({ id, jsonrpc, result: { type: 'data', data: transformer.output.serialize(result) } });
      }
      if (!isAsyncIterable(result)) throw new TRPCError({ code: 'INTERNAL_SERVER_ERROR' });
      try {
        await stream(call, result, stop.signal);
      } catch (cause) {
        if (stop.signal.aborted) report(cause, call);
        else fail(cause);
      }
      release(id);
      answer({ id, jsonrpc, result: { type: 'stopped' } });
    } catch (cause) {
      fail(cause);
    }
  }

  /** Every subscription of ours ends by itself when its signal aborts. */
  async function stream({ id, jsonrpc }: Call, events: AsyncIterable<unknown>, signal: AbortSignal) {
    if (signal.aborted) return;
    answer({ id, jsonrpc, result: { type: 'started' } });
    for await (const event of events) {
      if (signal.aborted) break;
      answer({ id, jsonrpc, result: toResult(event) });
    }
  }

  function toResult(event: unknown) {
    if (!isTrackedEnvelope(event)) return { type: 'data', data: transformer.output.serialize(event) };
    const [id, data] = event;
    return { type: 'data', data: transformer.output.serialize({ id, data }), id };
  }

  /** null: it is no request. */
  function read(message: unknown): ReturnType<typeof parseTRPCMessage> | null {
    try {
      return parseTRPCMessage(message, transformer);
    } catch {
      return null;
    }
  }

  function takeOne(given: unknown): void {
    const message = read(given);
    if (message === null || message.id === null) return refuse(null, new AppError('WRONG_INPUT'));
    if (message.method === 'subscription.stop') underWay.get(message.id)?.abort();
    else admit({ ...message, id: message.id });
  }

  function takeMany(messages: readonly unknown[]): void {
    if (messages.length > 1 && !options.payForCalls(messages.length - 1)) return;
    if (messages.length <= limits.socketBatch) return messages.forEach(takeOne);
    for (const message of messages) refuse(read(message)?.id ?? null, new AppError('WRONG_INPUT'));
  }

  return {
    take(text) {
      if (!options.isOpen()) return;
      let parsed: unknown;
      try {
        if (text === null) throw new SyntaxError('binary frames carry no JSON');
        parsed = parseBoundedJson(text);
      } catch (cause) {
        const error = new TRPCError({ code: 'PARSE_ERROR', cause });
        const type = 'unknown';
        const shape = getTRPCErrorShape({
          config,
          error,
          type,
          path: undefined,
          input: undefined,
          ctx: context,
        });
        return answer({ id: null, error: shape });
      }
      if (Array.isArray(parsed)) takeMany(parsed);
      else takeOne(parsed);
    },

    end() {
      for (const stop of underWay.values()) stop?.abort();
    },
  };
}

/** Where a client resumes stands beside the input of a call, which may have none of its own. */
function toInput({ input, lastEventId }: Call['params']): unknown {
  if (lastEventId === undefined) return input;
  if (typeof input === 'object' && input !== null && !Array.isArray(input)) return { ...input, lastEventId };
  return input ?? { lastEventId };
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}
