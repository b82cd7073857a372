import { createHash, timingSafeEqual } from 'node:crypto';
import { Router, type Router as ExpressRouter } from 'express';
import type { Registry } from 'prom-client';
import type { Clock } from '../clock/Clock.ts';
import { within } from './within.ts';

export interface Readiness {
  ok: boolean;
  /** Each thing that the server leans on, by name. */
  checks: Readonly<Record<string, boolean>>;
}

export interface HealthRoutesOptions {
  clock: Clock;
  metrics: Registry;
  /** null: whoever reaches /metrics may read it. */
  metricsToken: string | null;
  /** Without it /metrics does not exist: in production it is for who has a token. */
  hasMetrics: boolean;
  isReady(): Promise<Readiness>;
  isDraining(): boolean;
}

const READY_WITHIN_MS = 3000;
const UNREADY: Readiness = { ok: false, checks: {} };

/**
 * /healthz: the process answers; restart it only when this fails. /readyz: send it people; asks the database,
 * and says no from the first moment of a drain. /metrics: for Prometheus.
 */
export function createHealthRoutes(options: HealthRoutesOptions): ExpressRouter {
  const routes = Router();

  routes.get(['/healthz', '/readyz', '/metrics'], (_request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  });

  routes.get('/healthz', (_request, response) => {
    response.json({ ok: true });
  });

  routes.get('/readyz', async (_request, response) => {
    const draining = options.isDraining();
    const { ok, checks } = await ready(options);
    response.status(ok && !draining ? 200 : 503).json({ ready: ok && !draining, draining, checks });
  });

  routes.get('/metrics', async (request, response) => {
    if (!options.hasMetrics) {
      response.status(404).type('text').send('Set METRICS_TOKEN to have figures here\n');
      return;
    }
    if (options.metricsToken !== null && !isBearer(request.headers.authorization, options.metricsToken)) {
      response
        .status(401)
        .setHeader('WWW-Authenticate', 'Bearer')
        .type('text')
        .send('A bearer token is needed\n');
      return;
    }
    response.setHeader('Content-Type', options.metrics.contentType).send(await options.metrics.metrics());
  });

  return routes;
}

/** A check that fails or hangs is a no. */
async function ready({ isReady, clock }: HealthRoutesOptions): Promise<Readiness> {
  try {
    const readiness = await within(isReady(), READY_WITHIN_MS, clock);
    return readiness === 'late' ? UNREADY : readiness;
  } catch {
    return UNREADY;
  }
}

/** Compares digests: of equal length and in constant time, whatever was sent. */
function isBearer(header: string | undefined, token: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(header ?? ''), digest(`Bearer ${token}`));
}
