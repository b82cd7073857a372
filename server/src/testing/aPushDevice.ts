import { createECDH, randomBytes } from 'node:crypto';
import type { SubscribeInput } from '../contract/index.ts';
import { decryptPush } from './decryptPush.ts';

export interface PushDevice {
  subscription: SubscribeInput;
  /** What the browser would hand to its worker. @throws when the message is for another */
  read(body: Buffer): { notification: Record<string, unknown>; web_push: number };
}

let lastNumber = 0;

/** A browser that has subscribed at a push service. */
export function aPushDevice(origin = 'https://fcm.googleapis.com'): PushDevice {
  const pair = createECDH('prime256v1');
  const p256dh = pair.generateKeys('base64url');
  const auth = randomBytes(16);
  return {
    subscription: {
      endpoint: `${origin}/fcm/send/device-${++lastNumber}`,
      keys: { p256dh, auth: auth.toString('base64url') },
    },
    read: (body) =>
      JSON.parse(decryptPush(body, { privateKey: pair.getPrivateKey(), auth }).toString()) as ReturnType<
        PushDevice['read']
      >,
  };
}
