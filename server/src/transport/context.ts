/** A login whose cookie was valid when the request, or the socket, came in. */
export interface Login {
  /** SHA-256 of the cookie's id, as in the database: names the login without giving it away. */
  authSessionId: string;
  userId: string;
}

/** What a procedure knows of who calls. On a WebSocket it is made once, at the upgrade. */
export interface Context {
  login: Login | null;
  /** The caller's network address, as far as TRUST_PROXY lets it be believed. */
  address: string;
  requestId: string;
  /** What the browser sent of cookies, as it was; null: nothing, or this is a WebSocket. */
  cookieHeader: string | null;
  /** Adds a Set-Cookie header; null on a WebSocket, whose head is long sent. */
  setCookie: ((value: string) => void) | null;
  /** Measures a call of this name; what it answers ends the measurement. */
  startCall(procedure: string): () => void;
}
