import type { Clock } from '../clock/Clock.ts';

/** The promise's value, or `late` after `ms`; a rejection that comes later still is nobody's concern any more. */
export async function within<T>(promise: Promise<T>, ms: number, clock: Clock): Promise<T | 'late'> {
  let cancel = (): void => {};
  const late = new Promise<'late'>((resolve) => {
    cancel = clock.after(ms, () => resolve('late'));
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    cancel();
  }
}
