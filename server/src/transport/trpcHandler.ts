import type { IncomingMessage } from 'node:http';
import type { AnyTRPCRouter, TRPCError } from '@trpc/server';
import { createExpressMiddleware } from '@trpc/server/adapters/express';
import type { Handler } from 'express';
import type { Context } from './context.ts';
import { toAppError, toRetryAfterMs } from './errorShape.ts';
import { identify, type Authenticate } from './identify.ts';
import type { ReportedCall } from './reportError.ts';
import { requestId } from './requestId.ts';
import type { TransportLimits } from './transportLimits.ts';
import type { TransportMetrics } from './transportMetrics.ts';

export interface TrpcHandlerOptions {
  router: AnyTRPCRouter;
  limits: Pick<TransportLimits, 'httpBatch'>;
  authenticate: Authenticate;
  readAddress(request: IncomingMessage): string;
  metrics: Pick<TransportMetrics, 'callSeconds'>;
  reportError(call: ReportedCall): void;
}

/** tRPC over HTTP; the guard has been before it. */
export function createTrpcHandler(options: TrpcHandlerOptions): Handler {
  const startCall = (procedure: string): (() => void) => {
    const end = options.metrics.callSeconds.startTimer({ procedure, transport: 'http' });
    return () => void end();
  };
  return createExpressMiddleware({
    router: options.router,
    maxBatchSize: options.limits.httpBatch,
    onError: options.reportError,
    responseMeta: ({ errors }) => ({ headers: retryAfter(errors) }),
    async createContext({ req, res }): Promise<Context> {
      const known = await identify(options.authenticate, req.headers.cookie);
      const setCookie = (value: string): void => void res.append('Set-Cookie', value);
      if (known !== null && known.setCookie !== null) setCookie(known.setCookie);
      return {
        login: known?.login ?? null,
        address: options.readAddress(req),
        requestId: requestId(res),
        cookieHeader: req.headers.cookie ?? null,
        setCookie,
        startCall,
      };
    },
  });
}

/** Of several refusals in a batch, the longest wait: before it, the batch as a whole would fail again. */
function retryAfter(errors: readonly TRPCError[]): Headers {
  const waitsMs = errors.map((error) => {
    const refusal = toAppError(error);
    return (refusal && toRetryAfterMs(refusal)) ?? 0;
  });
  const longestMs = Math.max(0, ...waitsMs);
  return new Headers(longestMs > 0 ? { 'retry-after': String(Math.ceil(longestMs / 1000)) } : {});
}
