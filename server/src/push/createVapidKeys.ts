import { createECDH } from 'node:crypto';
import type { Clock } from '../clock/Clock.ts';
import type { PushRecords } from './PushRecords.ts';
import type { VapidKeyPair } from './vapidHeader.ts';

interface VapidKeysDeps {
  records: Pick<PushRecords, 'vapidKeys' | 'keepVapidKeys' | 'replaceVapidKeys'>;
  clock: Clock;
  /** Those of the settings; null: a pair is made once and kept in the database. */
  given: VapidKeyPair | null;
}

export type VapidKeys = ReturnType<typeof createVapidKeys>;

/** The pair that names this installation to push services, for the server and for what an operator types. */
export function createVapidKeys({ records, clock, given }: VapidKeysDeps) {
  return {
    /** Read anew each time, so that a change reaches all servers at once. */
    async current(): Promise<VapidKeyPair> {
      return given ?? (await records.vapidKeys()) ?? records.keepVapidKeys(makePair(), clock.now());
    },

    /**
     * A new pair in the place of the kept one. Every device must subscribe again, which the app does when it is opened.
     * @throws when the pair comes from the settings: it is changed there
     */
    async rotate(): Promise<VapidKeyPair> {
      if (given !== null) throw new Error('the keys come from the settings: change them there');
      const made = makePair();
      await records.replaceVapidKeys(made, clock.now());
      return made;
    },
  };
}

function makePair(): VapidKeyPair {
  const pair = createECDH('prime256v1');
  const publicKey = pair.generateKeys('base64url');
  // Node leaves leading zeros out, and JWK wants all 32 bytes (RFC 7518, 6.2.2.1).
  const scalar = Buffer.alloc(32);
  const bare = pair.getPrivateKey();
  bare.copy(scalar, scalar.length - bare.length);
  return { publicKey, privateKey: scalar.toString('base64url') };
}
