/** What the service worker tells a window of the app. */
export type WorkerMessage =
  /** A notification was tapped: show this path of the app, without loading it anew. */
  | { type: 'open'; path: string }
  /** A partner at one's level waits, and this window is looked at, so nothing was put over it. */
  | { type: 'partner_waiting' };
