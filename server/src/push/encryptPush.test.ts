import { createECDH } from 'node:crypto';
import { expect, test } from 'vitest';
import { decryptPush } from '../testing/decryptPush.ts';
import { encryptPush, isCurvePoint } from './encryptPush.ts';

const bytes = (base64url: string): Buffer => Buffer.from(base64url, 'base64url');

/** RFC 8291, Appendix A. */
const EXAMPLE = {
  plain: 'When I grow up, I want to be a watermelon',
  sender: 'yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw',
  receiver: 'q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94',
  p256dh: 'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
  auth: 'BTBZMqHH6r4Tts7J_aSIgg',
  salt: 'DGv6ra1nlYgDCS1FRnbzlw',
  message:
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
};

test('the example of RFC 8291 comes out byte for byte', () => {
  const body = encryptPush(
    Buffer.from(EXAMPLE.plain),
    { p256dh: bytes(EXAMPLE.p256dh), auth: bytes(EXAMPLE.auth) },
    { salt: bytes(EXAMPLE.salt), privateKey: bytes(EXAMPLE.sender) },
  );
  expect(body.toString('base64url')).toBe(EXAMPLE.message);
});

test('the receiver of the tests reads the example too, so it is a judge of its own', () => {
  const receiver = { privateKey: bytes(EXAMPLE.receiver), auth: bytes(EXAMPLE.auth) };
  expect(decryptPush(bytes(EXAMPLE.message), receiver).toString()).toBe(EXAMPLE.plain);
});

test('no two messages look alike, and each can be read by its receiver alone', () => {
  const [mine, other] = [createECDH('prime256v1'), createECDH('prime256v1')];
  const auth = bytes(EXAMPLE.auth);
  const p256dh = mine.generateKeys();
  other.generateKeys();
  const [one, two] = [1, 2].map(() => encryptPush(Buffer.from('salom'), { p256dh, auth }));
  if (!one || !two) throw new Error('unreachable');
  expect(one.equals(two)).toBe(false);
  expect(decryptPush(one, { privateKey: mine.getPrivateKey(), auth }).toString()).toBe('salom');
  expect(() => decryptPush(one, { privateKey: other.getPrivateKey(), auth })).toThrow(
    'unable to authenticate',
  );
});

test('what is no point of the curve is known', () => {
  expect(isCurvePoint(bytes(EXAMPLE.p256dh))).toBe(true);
  expect(isCurvePoint(Buffer.alloc(65))).toBe(false);
  expect(isCurvePoint(Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 7)]))).toBe(false);
});
