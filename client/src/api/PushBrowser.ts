/** What the server needs to know of this browser to send it something. */
export interface DeviceSubscription {
  endpoint: string;
  keys: { p256dh: string; auth: string };
  /** The server's key that it was made with, base64url; null: the browser does not tell. */
  serverKey: string | null;
}

/** The browser's side of notifications. Every promise but `ask` rejects where there is no service worker. */
export interface PushBrowser {
  permission(): NotificationPermission;
  /** Asks the person; only out of a tap, and at best once in a life. `default`: they closed the question. */
  ask(): Promise<NotificationPermission>;
  /** null: not subscribed. */
  current(): Promise<DeviceSubscription | null>;
  /** Rejects with a DOMException: NotAllowedError for a person's no, AbortError and others when the browser's service is away. */
  subscribe(serverKey: string): Promise<DeviceSubscription>;
  unsubscribe(): Promise<void>;
}

/** `needs_install`: iPhones give notifications to apps on the home screen only. */
export type PushSupport = PushBrowser | 'needs_install' | 'unsupported';
