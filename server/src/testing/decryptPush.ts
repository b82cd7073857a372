import { createDecipheriv, createECDH, createHmac } from 'node:crypto';

interface Receiver {
  privateKey: Buffer;
  auth: Buffer;
}

const hmac = (key: Buffer, ...data: Buffer[]): Buffer =>
  createHmac('sha256', key).update(Buffer.concat(data)).digest();

/** HKDF by hand for outputs of one block (RFC 5869), so that it does not share the sender's mistakes. */
const hkdf = (secret: Buffer, salt: Buffer, about: Buffer): Buffer =>
  hmac(hmac(salt, secret), about, Buffer.from([1]));

/** What a browser does with the body of a push message (RFC 8291). @throws when it is not for this receiver */
export function decryptPush(body: Buffer, { privateKey, auth }: Receiver): Buffer {
  const salt = body.subarray(0, 16);
  const senderKey = body.subarray(21, 21 + body.readUInt8(20));
  const sealed = body.subarray(21 + senderKey.length);

  const receiver = createECDH('prime256v1');
  receiver.setPrivateKey(privateKey);
  const about = Buffer.concat([Buffer.from('WebPush: info\0'), receiver.getPublicKey(), senderKey]);
  const material = hkdf(receiver.computeSecret(senderKey), auth, about);
  const key = hkdf(material, salt, Buffer.from('Content-Encoding: aes128gcm\0')).subarray(0, 16);
  const nonce = hkdf(material, salt, Buffer.from('Content-Encoding: nonce\0')).subarray(0, 12);

  const decipher = createDecipheriv('aes-128-gcm', key, nonce);
  decipher.setAuthTag(sealed.subarray(-16));
  const padded = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
  return padded.subarray(0, padded.lastIndexOf(2));
}
