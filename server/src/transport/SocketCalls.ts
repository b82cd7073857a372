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
type ErrorShapeOptions = Parameters<typeof getTRPCErrorShape>[0];

/** What all sockets have in common. */
export interface SocketCallsOptions {
  router: AnyTRPCRouter;
  limits: Pick<TransportLimits, 'socketBatch' | 'callsInFlight' | 'subscriptionsPerSocket'>;
  reportError(call: ReportedCall): void;
}

/** What the calls on a socket have of it. */
export interface SocketLine {
  /** False once the socket is on its way out: nothing more is carried out or answered. */
  readonly isOpen: boolean;
  /** Pays for calls beyond the first of a frame; false: too many, and the socket has been ended. */
  payForCalls(calls: number): boolean;
  send(text: string): void;
}

/**
 * tRPC's protocol on one socket, over the router's public calls: what tRPC's own adapter (adapters/ws) answers, frame
 * for frame (SocketCalls.test.ts), under limits, of which that one has none, and a fifth to two fifths cheaper a
 * message: it makes an AbortController a call, several promises an event, and reads each frame twice.
 * Refused messages never reach a procedure, so that an id is only ever answered for the call that holds it.
 */
export class SocketCalls {
  readonly #line: SocketLine;
  readonly #context: Context;
  readonly #options: SocketCallsOptions;
  /** By the id that the client gave: what stops a subscription; null: a call, which cannot be stopped. */
  readonly #underWay = new Map<Id, AbortController | null>();
  #subscriptions = 0;

  constructor(line: SocketLine, context: Context, options: SocketCallsOptions) {
    this.#line = line;
    this.#context = context;
    this.#options = options;
  }

  /** Carries out what a frame asks for. @param text null: the frame was binary, and so no JSON */
  take(text: string | null): void {
    if (!this.#line.isOpen) return;
    let parsed: unknown;
    try {
      if (text === null) throw new SyntaxError('binary frames carry no JSON');
      parsed = parseBoundedJson(text);
    } catch (cause) {
      const error = new TRPCError({ code: 'PARSE_ERROR', cause });
      return this.#answer({
        id: null,
        error: this.#toShape(error, { type: 'unknown', path: undefined, input: undefined }),
      });
    }
    if (Array.isArray(parsed)) this.#takeMany(parsed);
    else this.#takeOne(parsed);
  }

  /** The socket is gone: ends its subscriptions. */
  end(): void {
    for (const stop of this.#underWay.values()) stop?.abort();
  }

  #takeMany(messages: readonly unknown[]): void {
    const { socketBatch } = this.#options.limits;
    if (messages.length > 1 && !this.#line.payForCalls(messages.length - 1)) return;
    for (const message of messages) {
      if (messages.length <= socketBatch) this.#takeOne(message);
      else this.#refuse(this.#read(message)?.id ?? null, new AppError('WRONG_INPUT'));
    }
  }

  #takeOne(given: unknown): void {
    const message = this.#read(given);
    if (message === null || message.id === null) return this.#refuse(null, new AppError('WRONG_INPUT'));
    if (message.method === 'subscription.stop') this.#underWay.get(message.id)?.abort();
    else this.#admit({ ...message, id: message.id });
  }

  /** null: it is no request. */
  #read(message: unknown): ReturnType<typeof parseTRPCMessage> | null {
    try {
      return parseTRPCMessage(message, this.#config.transformer);
    } catch {
      return null;
    }
  }

  /** Runs the call, or answers why not. */
  #admit(call: Call): void {
    const { id, method } = call;
    if (this.#underWay.has(id)) return this.#refuse(id, new AppError('WRONG_INPUT'));
    if (this.#isFull(method)) {
      return this.#refuse(id, new AppError('TOO_MANY_REQUESTS', { retryAfterMs: 1000 }));
    }
    const stop = method === 'subscription' ? new AbortController() : null;
    this.#underWay.set(id, stop);
    if (stop) this.#subscriptions += 1;
    // Left is an error that cannot be put into an answer.
    this.#run(call, stop).catch((cause: unknown) => this.#report(cause, call));
  }

  #isFull(type: Call['method']): boolean {
    const { subscriptionsPerSocket, callsInFlight } = this.#options.limits;
    return type === 'subscription'
      ? this.#subscriptions >= subscriptionsPerSocket
      : this.#underWay.size - this.#subscriptions >= callsInFlight;
  }

  async #run(call: Call, stop: AbortController | null): Promise<void> {
    const { id, jsonrpc, method: type, params } = call;
    const input = toInput(params);
    try {
      const result: unknown = await callTRPCProcedure({
        router: this.#options.router,
        path: params.path,
        type,
        ctx: this.#context,
        getRawInput: async () => input,
        signal: stop?.signal,
        batchIndex: 0,
      });
      if (stop === null) {
        this.#release(id);
        return this.#answer({ id, jsonrpc, result: { type: 'data', data: this.#serialize(result) } });
      }
      if (!isAsyncIterable(result)) throw new TRPCError({ code: 'INTERNAL_SERVER_ERROR' });
      try {
        await this.#stream(call, result, stop.signal);
      } catch (cause) {
        if (stop.signal.aborted) this.#report(cause, call);
        else this.#fail(call, cause);
      }
      this.#release(id);
      this.#answer({ id, jsonrpc, result: { type: 'stopped' } });
    } catch (cause) {
      this.#fail(call, cause);
    }
  }

  /** Every subscription of ours ends by itself when its signal aborts. */
  async #stream({ id, jsonrpc }: Call, events: AsyncIterable<unknown>, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    this.#answer({ id, jsonrpc, result: { type: 'started' } });
    for await (const event of events) {
      if (signal.aborted) break;
      this.#answer({ id, jsonrpc, result: this.#toResult(event) });
    }
  }

  #toResult(event: unknown) {
    if (!isTrackedEnvelope(event)) return { type: 'data', data: this.#serialize(event) };
    const [id, data] = event;
    return { type: 'data', data: this.#serialize({ id, data }), id };
  }

  #fail(call: Call, cause: unknown): void {
    const { id, jsonrpc, method: type, params } = call;
    const error = this.#report(cause, call);
    this.#release(id);
    this.#answer({
      id,
      jsonrpc,
      error: this.#toShape(error, { type, path: params.path, input: toInput(params) }),
    });
  }

  #report(cause: unknown, { params: { path } }: Call): TRPCError {
    const error = getTRPCErrorFromUnknown(cause);
    this.#options.reportError({ error, path, ctx: this.#context });
    return error;
  }

  #refuse(id: Id | null, refusal: AppError): void {
    this.#answer({ id, error: toRefusalShape(refusal) });
  }

  /** To be called before the last answer: behind it the client may use the id again. */
  #release(id: Id): void {
    if (this.#underWay.get(id)) this.#subscriptions -= 1;
    this.#underWay.delete(id);
  }

  #answer(message: { id: Id | null } & Record<string, unknown>): void {
    if (this.#line.isOpen) this.#line.send(JSON.stringify(message));
  }

  get #config() {
    return this.#options.router._def._config;
  }

  #serialize(value: unknown): unknown {
    return this.#config.transformer.output.serialize(value);
  }

  #toShape(error: TRPCError, call: Pick<ErrorShapeOptions, 'type' | 'path' | 'input'>) {
    return getTRPCErrorShape({ config: this.#config, error, ctx: this.#context, ...call });
  }
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
