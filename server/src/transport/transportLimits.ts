/** What one caller, and all of them together, may cost the server. Sizes are bytes. */
export const TRANSPORT_LIMITS = {
  bodyBytes: 64 * 1024,
  httpBatch: 10,
  socketBatch: 20,
  /** Calls over HTTP by address: a school opens the app at once; what goes on goes over the sockets. */
  httpCalls: { burst: 1000, perSecond: 100 },
  /** One WebSocket message, all its fragments together. */
  messageBytes: 64 * 1024,
  fragments: 64,
  bufferedChunks: 1024,
  messages: { burst: 200, perSecond: 50 },
  bytes: { burst: 1024 * 1024, perSecond: 128 * 1024 },
  subscriptionsPerSocket: 3,
  callsInFlight: 64,
  /** What waits for a reader that does not read; beyond it the socket is cut, and its device resumes by `lastEventId`. */
  unsentBytes: 1024 * 1024,
  /** How often all sockets are looked at; the waits below are counted in these. */
  roundMs: 2000,
  /**
   * A phone that changes networks leaves a half-open socket behind until its ping goes unanswered (28 s);
   * sixteen let it change every two seconds without ever being refused.
   */
  socketsPerUser: 16,
  /** A school, or a whole mobile network behind one carrier-grade NAT. */
  socketsPerAddress: 200,
  socketsPerProcess: 5000,
  authenticateMs: 5000,
  /** After so long without a message a socket is pinged, at most one round earlier; and then cut. */
  pingMs: 20_000,
  pongWaitMs: 8000,
  /** A login that ended elsewhere is found out within this time, should nobody have told us. */
  loginCheckMs: 60_000,
  socketAgeMs: 12 * 60 * 60 * 1000,
  /** How long a closing handshake may take before the socket is destroyed. */
  closeMs: 2000,
  headersMs: 10_000,
  requestMs: 15_000,
  /** Longer than nginx keeps its side (60 s), or it would now and then send into a closing connection. */
  keepAliveMs: 75_000,
  /** A response that nobody reads. */
  stalledMs: 120_000,
  headerBytes: 16 * 1024,
} as const;

type Widened<T> = { readonly [K in keyof T]: T[K] extends number ? number : Widened<T[K]> };
export type TransportLimits = Widened<typeof TRANSPORT_LIMITS>;
