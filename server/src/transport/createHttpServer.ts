import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';
import { randomUUID } from 'node:crypto';
import type { AnyTRPCRouter } from '@trpc/server';
import express, { type ErrorRequestHandler, type Express } from 'express';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Clock } from '../clock/Clock.ts';
import type { Config } from '../config.ts';
import { createAccessLog } from './accessLog.ts';
import { createAllowOrigin, type AllowOrigin } from './allowOrigin.ts';
import { createReadAddress } from './clientAddress.ts';
import type { Connections } from './connections.ts';
import { createDocsRoutes } from './docsRoutes.ts';
import { drainServer } from './drainServer.ts';
import { createHealthRoutes, type Readiness } from './healthRoutes.ts';
import type { Authenticate } from './identify.ts';
import { createReportError, type ReportedCall } from './reportError.ts';
import { createReadRequestId, requestId } from './requestId.ts';
import { createSecurityHeaders } from './securityHeaders.ts';
import { createServeClient } from './serveClient.ts';
import { TRANSPORT_LIMITS, type TransportLimits } from './transportLimits.ts';
import { createTransportMetrics, type TransportMetrics } from './transportMetrics.ts';
import { createTrpcGuard } from './trpcGuard.ts';
import { createTrpcHandler } from './trpcHandler.ts';
import { createUpgradeGuard } from './upgradeGuard.ts';

export interface HttpServerDeps {
  config: Pick<
    Config,
    'isProduction' | 'port' | 'host' | 'origins' | 'secureCookies' | 'trustProxy' | 'metricsToken'
  >;
  logger: Logger;
  clock: Clock;
  router: AnyTRPCRouter;
  connections: Connections;
  metrics: Registry;
  /** The folder of the built client; may be empty, then pages are answered with 503. */
  clientDir: string;
  /** Where the client's hashed files outlive their release; null: nowhere. */
  keptAssetsDir: string | null;
  /** Name of the login cookie, for the API's description. */
  cookieName: string;
  authenticate: Authenticate;
  isLoginAlive(authSessionId: string): Promise<boolean>;
  isReady(): Promise<Readiness>;
  /** For tests; the rest stays as it is. */
  limits?: Partial<TransportLimits>;
}

export interface HttpServer {
  /** Resolves when connections are taken; rejects when the port is not to be had. */
  listen(): Promise<AddressInfo>;
  /** Stops taking people, sends those who are here elsewhere, and resolves within 25 s when everything is closed. */
  drain(): Promise<void>;
}

interface Shared extends HttpServerDeps {
  limits: TransportLimits;
  transportMetrics: TransportMetrics;
  allowOrigin: AllowOrigin;
  monotonicMs: () => number;
  readAddress(request: IncomingMessage): string;
  readRequestId(request: IncomingMessage): string | null;
  reportError(call: ReportedCall): void;
  isDraining(): boolean;
}

/** Everything that the outside can reach of the server, over HTTP and the WebSocket, on one port. */
export function createHttpServer(deps: HttpServerDeps): HttpServer {
  const { config, connections, clock, logger } = deps;
  const transportMetrics = createTransportMetrics(deps.metrics, connections);
  let draining: Promise<void> | null = null;
  const shared: Shared = {
    ...deps,
    limits: { ...TRANSPORT_LIMITS, ...deps.limits },
    transportMetrics,
    allowOrigin: createAllowOrigin(config.origins),
    monotonicMs: () => performance.now(),
    readAddress: createReadAddress(config.trustProxy),
    readRequestId: createReadRequestId(config.trustProxy),
    reportError: createReportError(logger, transportMetrics),
    isDraining: () => draining !== null,
  };
  const { readRequestId } = shared;
  const server = createNodeServer(createApp(shared), shared.limits);
  server.on(
    'upgrade',
    createUpgradeGuard({
      ...shared,
      metrics: transportMetrics,
      readRequestId: (request) => readRequestId(request) ?? randomUUID(),
    }),
  );

  return {
    listen: () =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(config.port, config.host, () => {
          server.off('error', reject);
          resolve(server.address() as AddressInfo);
        });
      }),
    drain() {
      draining ??= drainServer({ server, connections, clock });
      return draining;
    },
  };
}

function createNodeServer(app: Express, limits: TransportLimits): Server {
  const server = createServer(
    {
      headersTimeout: limits.headersMs,
      requestTimeout: limits.requestMs,
      keepAliveTimeout: limits.keepAliveMs,
      connectionsCheckingInterval: 2000,
      maxHeaderSize: limits.headerBytes,
      // Anything else that asks to switch, e.g. curl to HTTP/2 in the clear, just gets HTTP/1.1.
      shouldUpgradeCallback: (request) => request.headers.upgrade?.toLowerCase() === 'websocket',
    },
    app,
  );
  server.timeout = limits.stalledMs;
  return server;
}

function createApp(shared: Shared): Express {
  const { config, router, metrics } = shared;
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', false);
  app.use((request, response, next) => {
    const given = shared.readRequestId(request);
    if (given !== null) response.setHeader('X-Request-Id', given);
    next();
  });
  app.use(createAccessLog({ ...shared, metrics: shared.transportMetrics }));
  app.use((_request, response, next) => {
    if (shared.isDraining()) response.setHeader('Connection', 'close');
    next();
  });
  app.use(createSecurityHeaders({ origins: config.origins, isHttps: config.secureCookies }));
  app.use(
    createHealthRoutes({
      ...shared,
      metrics,
      metricsToken: config.metricsToken,
      hasMetrics: config.metricsToken !== null || !config.isProduction,
    }),
  );
  app.use(
    '/trpc',
    createTrpcGuard(shared),
    createTrpcHandler({ ...shared, metrics: shared.transportMetrics }),
  );
  app.use(createDocsRoutes(router, { origin: config.origins[0] ?? '', cookieName: shared.cookieName }));
  app.use(createServeClient(shared));
  app.use(createAnswerError(shared));
  return app;
}

/** The last resort: a fixed text, and the fault in the log. Express needs all four parameters to know it by. */
function createAnswerError({ logger, transportMetrics }: Shared): ErrorRequestHandler {
  // oxlint-disable-next-line max-params
  return (error: unknown, request, response, _next) => {
    if (response.headersSent || request.destroyed) {
      response.destroy();
      return;
    }
    // Express itself refuses some requests, e.g. a path that cannot be decoded.
    const status = toClientStatus(error);
    if (status === 500) {
      transportMetrics.unexpectedErrors.inc();
      logger.error({ err: error, requestId: requestId(response), path: request.path }, 'unexpected error');
    }
    response
      .status(status)
      .setHeader('Cache-Control', 'no-store')
      .json({
        error: status === 500 ? 'INTERNAL_SERVER_ERROR' : 'WRONG_INPUT',
        requestId: requestId(response),
      });
  };
}

function toClientStatus(error: unknown): number {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : 500;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}
