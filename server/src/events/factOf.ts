import type { ServerEvent } from '../contract/index.ts';

/**
 * What becomes true once in a life, named: a log takes it once, however many servers believe that they have to tell it
 * (one that was killed over it had perhaps told one of the two). null: this may come again.
 */
export function factOf(event: ServerEvent): string | null {
  switch (event.type) {
    case 'matched':
      return `matched ${event.session.id}`;
    case 'session_ended':
      return `ended ${event.sessionId}`;
    default:
      return null;
  }
}
