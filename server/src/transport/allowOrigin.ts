import type { IncomingMessage } from 'node:http';

/** Whether a page that we served may have sent this. Browsers set both headers themselves; no page can forge them. */
export interface AllowOrigin {
  /** An upgrade must name its origin: browsers always do. */
  forUpgrade(request: IncomingMessage): boolean;
  /** A request that changes something may leave the origin out when the browser says that it is our own page's. */
  forUnsafeRequest(request: IncomingMessage): boolean;
}

/** @param origins scheme, host and port, compared exactly: no prefix, suffix or `null` */
export function createAllowOrigin(origins: readonly string[]): AllowOrigin {
  const allowed = new Set(origins);
  return {
    forUpgrade: ({ headers }) => headers.origin !== undefined && allowed.has(headers.origin),
    forUnsafeRequest({ headers }) {
      const site = headers['sec-fetch-site'];
      if (site === 'cross-site') return false;
      return headers.origin === undefined ? site === 'same-origin' : allowed.has(headers.origin);
    },
  };
}
