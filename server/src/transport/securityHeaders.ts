import type { Handler } from 'express';
import helmet from 'helmet';

const TWO_YEARS_SECONDS = 2 * 365 * 24 * 60 * 60;

/** Features that the app uses are ours alone; every other one that a browser would ask about is off. */
const PERMISSIONS = [
  'microphone=(self)',
  'screen-wake-lock=(self)',
  'autoplay=(self)',
  'camera=()',
  'geolocation=()',
  'display-capture=()',
  'usb=()',
  'payment=()',
].join(', ');

/**
 * The page runs only what we serve: no inline code, no foreign host, no string that becomes code
 * (trusted types; the policy `sw` lets the client name its own service worker).
 */
export function createSecurityHeaders(options: { origins: readonly string[]; isHttps: boolean }): Handler[] {
  // Older Safari does not take 'self' for the WebSocket of the same host.
  const sockets = options.origins.map((origin) => origin.replace(/^http/, 'ws'));
  const headers = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'script-src': ["'self'"],
        'style-src': ["'self'"],
        'img-src': ["'self'", 'data:'],
        'font-src': ["'self'"],
        'connect-src': ["'self'", ...sockets],
        'media-src': ["'self'", 'blob:'],
        'worker-src': ["'self'"],
        'manifest-src': ["'self'"],
        'base-uri': ["'none'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'none'"],
        'require-trusted-types-for': ["'script'"],
        'trusted-types': ['sw'],
      },
    },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: options.isHttps
      ? { maxAge: TWO_YEARS_SECONDS, includeSubDomains: false }
      : false,
  });
  return [
    headers,
    (_request, response, next) => {
      response.setHeader('Permissions-Policy', PERMISSIONS);
      next();
    },
  ];
}
