import { createCipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto';

/** What a browser gives out with its endpoint, as bytes. */
export interface PushReceiver {
  /** Its point on P-256, 65 bytes. */
  p256dh: Buffer;
  /** 16 bytes that keep the push service from forging messages. */
  auth: Buffer;
}

/** Chosen anew for each message; given by tests that compare with the RFC's example. */
interface Ephemeral {
  salt: Buffer;
  privateKey: Buffer;
}

const CURVE = 'prime256v1';
/** One record holds the whole message: push services take 4096 bytes. */
const RECORD_BYTES = 4096;
/** Marks the last record; what follows would be padding (RFC 8188, 2). */
const LAST_RECORD = Buffer.from([2]);

/**
 * The body of a push message that only this receiver can read: RFC 8291 over aes128gcm of RFC 8188.
 * @throws when `p256dh` is no point of the curve
 */
export function encryptPush(
  plain: Uint8Array,
  { p256dh, auth }: PushReceiver,
  ephemeral: Partial<Ephemeral> = {},
): Buffer {
  const salt = ephemeral.salt ?? randomBytes(16);
  const sender = createECDH(CURVE);
  if (ephemeral.privateKey === undefined) sender.generateKeys();
  else sender.setPrivateKey(ephemeral.privateKey);
  const senderKey = sender.getPublicKey();

  const about = Buffer.concat([Buffer.from('WebPush: info\0'), p256dh, senderKey]);
  const material = derive(sender.computeSecret(p256dh), auth, { about, bytes: 32 });
  const key = derive(material, salt, { about: Buffer.from('Content-Encoding: aes128gcm\0'), bytes: 16 });
  const nonce = derive(material, salt, { about: Buffer.from('Content-Encoding: nonce\0'), bytes: 12 });

  const cipher = createCipheriv('aes-128-gcm', key, nonce);
  const sealed = [cipher.update(plain), cipher.update(LAST_RECORD), cipher.final(), cipher.getAuthTag()];
  const recordSize = Buffer.alloc(4);
  recordSize.writeUInt32BE(RECORD_BYTES);
  return Buffer.concat([salt, recordSize, Buffer.from([senderKey.length]), senderKey, ...sealed]);
}

/** Whether a shared secret can be made with this; half of all numbers of the right length are no points. */
export function isCurvePoint(p256dh: Buffer): boolean {
  const probe = createECDH(CURVE);
  probe.generateKeys();
  try {
    probe.computeSecret(p256dh);
    return true;
  } catch {
    return false;
  }
}

function derive(secret: Buffer, salt: Buffer, { about, bytes }: { about: Buffer; bytes: number }): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, about, bytes));
}
