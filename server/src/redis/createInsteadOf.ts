import { AppError } from '../contract/errors.ts';

/**
 * Answers a function that does `work`, and `instead` when Redis is away: then only after everything that was begun
 * before under the same key, so that the first to time out is not overtaken by the next, which is refused at once.
 */
export function createInsteadOf(): <T>(
  key: string,
  work: () => Promise<T>,
  instead: (refusal: AppError) => T | Promise<T>,
) => Promise<T> {
  const tails = new Map<string, Promise<void>>();

  return (key, work, instead) => {
    const before = tails.get(key);
    const done = work().catch(async (error: unknown) => {
      if (!isBusy(error)) throw error;
      await before;
      return instead(error);
    });
    const tail = Promise.allSettled([before, done]).then(() => {
      if (tails.get(key) === tail) tails.delete(key);
    });
    tails.set(key, tail);
    return done;
  };
}

export const isBusy = (error: unknown): error is AppError =>
  error instanceof AppError && error.code === 'BUSY';
