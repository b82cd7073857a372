import type { IncomingMessage } from 'node:http';
import type { Handler } from 'express';
import type { Logger } from 'pino';
import { requestId } from './requestId.ts';
import type { TransportMetrics } from './transportMetrics.ts';

export interface AccessLogOptions {
  logger: Logger;
  metrics: TransportMetrics;
  monotonicMs: () => number;
  readAddress(request: IncomingMessage): string;
}

const ROUTES = ['trpc', 'assets', 'docs', 'healthz', 'readyz', 'metrics', 'openapi.json'];

/** One line a request, at debug: no query string, which holds the input of a query. */
export function createAccessLog(options: AccessLogOptions): Handler {
  return (request, response, next) => {
    const startedAt = options.monotonicMs();
    const id = requestId(response);
    const { method, path } = request;
    response.once('close', () => {
      const ms = Math.round(options.monotonicMs() - startedAt);
      const first = path.split('/')[1] ?? '';
      const route = ROUTES.includes(first) ? first : 'client';
      options.metrics.httpSeconds.observe({ route, status: response.statusCode }, ms / 1000);
      const address = options.readAddress(request);
      const client = /^\d{1,4}$/.exec(String(request.headers['x-client-protocol']))?.[0];
      options.logger.debug(
        { method, path, status: response.statusCode, ms, requestId: id, address, client },
        'request',
      );
    });
    next();
  };
}
