import type { Clock } from './Clock.ts';

export interface Turnstile {
  /** Resolves after the delay, or at once on `hurry`; rejects on `shut`. One waits at a time: a second ends the first. */
  pass(delayMs: number): Promise<void>;
  isWaiting(): boolean;
  hurry(): void;
  shut(): void;
}

/** A wait that can be cut short, which tRPC's own between two attempts cannot. */
export function createTurnstile(clock: Clock): Turnstile {
  let leave: ((how: 'pass' | 'refuse') => void) | null = null;
  return {
    pass(delayMs) {
      leave?.('refuse');
      return new Promise((resolve, reject) => {
        const cancel = clock.after(delayMs, () => leave?.('pass'));
        leave = (how) => {
          leave = null;
          cancel();
          if (how === 'pass') resolve();
          else reject(new Error('shut'));
        };
      });
    },
    isWaiting: () => leave !== null,
    hurry: () => leave?.('pass'),
    shut: () => leave?.('refuse'),
  };
}
