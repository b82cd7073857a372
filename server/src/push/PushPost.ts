/** One HTTP request to a push service. */
export interface PushRequest {
  endpoint: URL;
  headers: Readonly<Record<string, string>>;
  body: Buffer;
}

/** What a push service said; its text is for nobody. */
export interface PushAnswer {
  /** HTTP status. A redirect is answered as such, never followed. */
  status: number;
  /** The header as it came; null: there was none. */
  retryAfter: string | null;
}

/** Posts, within five seconds. @throws when there was no answer; the message may have arrived all the same */
export type PushPost = (request: PushRequest) => Promise<PushAnswer>;
