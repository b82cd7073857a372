import { Writable } from 'node:stream';
import type { Logger } from 'pino';
import { Registry } from 'prom-client';
import { systemClock } from '../../clock/systemClock.ts';
import { createConnections } from '../connections.ts';
import { createHttpServer, type HttpServerDeps } from '../createHttpServer.ts';
import { createLogger } from '../createLogger.ts';
import { createTestRouter } from './createTestRouter.ts';

export const ORIGIN = 'http://app.test:3000';

/** A logger whose lines can be read back. */
export function createMemoryLogger(level: 'debug' | 'info' = 'debug'): { logger: Logger; lines: string[] } {
  const lines: string[] = [];
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  return { logger: createLogger(level, destination), lines };
}

/** A cookie `session=NAME` is the login of user NAME; `session=` and unknown ones, in `dead`, are nobody's. */
export async function startTestServer(
  overrides: Partial<Omit<HttpServerDeps, 'config'>> & {
    config?: Partial<HttpServerDeps['config']>;
  } = {},
) {
  const { router, seen } = createTestRouter();
  const { logger, lines } = createMemoryLogger();
  const connections = createConnections();
  const metrics = new Registry();
  const dead = new Set<string>();
  const server = createHttpServer({
    logger,
    clock: systemClock,
    router,
    connections,
    metrics,
    clientDir: '/nowhere',
    keptAssetsDir: null,
    cookieName: 'session',
    async authenticate(cookieHeader) {
      const name = /(?:^|; )session=(\w+)/.exec(decodeURIComponent(cookieHeader))?.[1];
      if (name === undefined || dead.has(name) || name === 'forged') return null;
      return {
        login: { userId: name.replace(/\d+$/, ''), authSessionId: name },
        setCookie: name === 'old' ? 'session=renewed; Path=/' : null,
      };
    },
    isLoginAlive: async (authSessionId) => !dead.has(authSessionId),
    isReady: async () => ({ ok: true, checks: { database: true } }),
    ...overrides,
    config: {
      isProduction: false,
      port: 0,
      host: '127.0.0.1',
      origins: [ORIGIN],
      secureCookies: false,
      trustProxy: false,
      metricsToken: null,
      ...overrides.config,
    },
  });
  const { port } = await server.listen();
  return { server, port, url: `http://127.0.0.1:${port}`, connections, metrics, seen, lines, dead };
}

export type TestServer = Awaited<ReturnType<typeof startTestServer>>;
