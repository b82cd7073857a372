import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock/Clock.ts';

/** Makes one id a call. */
export type NewId = () => string;

const COUNTER_MAX = 0xfff;

/**
 * UUIDv7 (RFC 9562, 5.7): sorted by the millisecond in which they were made and, of one maker, by the order in which
 * they were made (its 6.2, method 1: a counter of 12 bits that starts at random below its half).
 * A clock that is set back does not break the order: the maker stays at its latest millisecond.
 */
export function createIds(clock: Clock): NewId {
  let latestMs = -1;
  let counter = 0;

  return () => {
    const random = randomBytes(10);
    const now = clock.now();
    if (now > latestMs) {
      latestMs = now;
      counter = random.readUInt16BE(0) & (COUNTER_MAX >> 1);
    } else if (counter === COUNTER_MAX) {
      latestMs += 1;
      counter = 0;
    } else {
      counter += 1;
    }

    const bytes = Buffer.alloc(16);
    bytes.writeUIntBE(latestMs, 0, 6);
    bytes.writeUInt16BE(0x7000 | counter, 6);
    random.copy(bytes, 8, 2);
    bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
    return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  };
}
