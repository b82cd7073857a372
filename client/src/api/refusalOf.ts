import type { Refusal } from './Refusal.ts';
import { toRefusal } from './toRefusal.ts';

/** Null when the call worked, else why it did not. */
export async function refusalOf(call: Promise<unknown>): Promise<Refusal | null> {
  try {
    await call;
    return null;
  } catch (error) {
    return toRefusal(error);
  }
}
