/** What the browser tells of the network: it is back, the app is looked at again, or the kind of network changed. */
export type NetworkHint = 'online' | 'visible' | 'network_changed';

export type LinkView =
  | { phase: 'closed' }
  /** Between two attempts. */
  | { phase: 'waiting' }
  | { phase: 'opening'; forMs: number }
  | { phase: 'open'; silentForMs: number };

/**
 * `hurry`: try now instead of at the end of the wait. `abandon`: this goes over a path that is gone, start anew.
 * `probe`: ask the server for a sign of life and close if there is none.
 */
export type ProbeDecision = 'nothing' | 'hurry' | 'abandon' | 'probe';

const FRESH_MS = 1_000;

export function decideProbe(hint: NetworkHint, link: LinkView): ProbeDecision {
  switch (link.phase) {
    case 'closed':
      return 'nothing';
    case 'waiting':
      return 'hurry';
    case 'opening':
      return hint !== 'visible' && link.forMs > FRESH_MS ? 'abandon' : 'nothing';
    case 'open':
      // Another network means another address, from which an open socket never hears again; asking it first would cost
      // a call two seconds of silence, where a new one costs two round trips.
      if (hint !== 'visible') return 'abandon';
      // Looking at the app again is no sign of trouble if the server spoke a moment ago.
      return link.silentForMs < FRESH_MS ? 'nothing' : 'probe';
  }
}
