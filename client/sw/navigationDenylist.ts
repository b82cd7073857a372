/** Addresses that a browser may open but that are not a screen of the app: the server answers them. */
export const NOT_THE_APP: RegExp[] = [
  /^\/trpc(\/|\?|$)/,
  /^\/docs(\/|\?|$)/,
  /^\/(healthz|readyz|metrics)(\?|$)/,
  // Files, /openapi.json among them. Workbox matches path and query together.
  /^[^?]*\.[a-z0-9]{2,11}(\?|$)/i,
];
