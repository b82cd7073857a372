import type { PastSession } from '@suhbatdosh/server/contract';

/**
 * Whether both want to talk again, as far as these sessions (newest first) tell: our last word was yes, and theirs is
 * known to have been. The server knows theirs better and has the last word.
 */
export function canTalkAgain(items: readonly PastSession[], userId: string): boolean {
  const rated = items.filter(({ partner, rating }) => partner?.id === userId && rating !== null);
  return rated[0]?.again !== 'none' && rated.some(({ again }) => again === 'mutual');
}
