import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CONTROL_MESSAGE_MAX, readControlMessage } from './controlMessages.ts';
import type { ControlMessage } from './controlMessages.ts';

const SDP = 'v=0\r\no=- 1 2 IN IP4 0.0.0.0\r\nm=audio 9 X 111\r\nm=application 9 X x\r\n';
const read = (message: unknown): ControlMessage | null => readControlMessage(JSON.stringify(message));
const signals = (...list: unknown[]): unknown => ({ type: 'signals', signals: list });

test('reads what our own app says, and keeps nothing that it does not know', () => {
  expect(read({ type: 'mute', isMuted: true, more: 1 })).toEqual({ type: 'mute', isMuted: true });
  expect(read({ type: 'attention', attention: 'background' })).toEqual({
    type: 'attention',
    attention: 'background',
  });
  expect(read({ type: 'bye', reason: 'x' })).toEqual({ type: 'bye' });
  const candidate = { candidate: 'candidate:1', sdpMid: '0', sdpMLineIndex: 0, usernameFragment: 'f' };
  expect(
    read(
      signals(
        { type: 'offer', sdp: SDP, x: 1 },
        { type: 'ice_candidate', candidate: { ...candidate, y: 2 } },
      ),
    ),
  ).toEqual({
    type: 'signals',
    signals: [
      { type: 'offer', sdp: SDP },
      { type: 'ice_candidate', candidate },
    ],
  });
});

test.each<[string, unknown]>([
  ['a video in an offer', signals({ type: 'offer', sdp: `${SDP}m=video 9 X 96\r\n` })],
  ['a video hidden by a space', signals({ type: 'offer', sdp: `${SDP} m =video 9 X 96\r\n` })],
  ['nothing but odd line ends', signals({ type: 'offer', sdp: `v=0${'\u2028'.repeat(16_380)}` })],
  ['two voices', signals({ type: 'answer', sdp: `${SDP}m=audio 9 X 111\r\n` })],
  ['no voice', signals({ type: 'answer', sdp: 'v=0\r\n' })],
  ['a description that is too long', signals({ type: 'offer', sdp: SDP + 'a=x\r\n'.repeat(3_400) })],
  [
    'a candidate that is too long',
    signals({ type: 'ice_candidate', candidate: { candidate: 'x'.repeat(513) } }),
  ],
  ['more signals than one message may have', signals(...Array(21).fill({ type: 'offer', sdp: SDP }))],
  ['no signal', signals()],
  ['a good signal beside a bad one', signals({ type: 'offer', sdp: SDP }, { type: 'rollback' })],
  ['an unknown attention', { type: 'attention', attention: 'asleep' }],
  ['an unknown type', { type: 'video' }],
  ['null', null],
  ['a list', [{ type: 'bye' }]],
])('refuses %s', (_, message) => {
  expect(read(message)).toBe(null);
});

test('refuses unread what is longer than any message, and what is no text', () => {
  expect(readControlMessage(JSON.stringify({ type: 'bye', x: 'x'.repeat(CONTROL_MESSAGE_MAX) }))).toBe(null);
  expect(readControlMessage(new ArrayBuffer(8))).toBe(null);
  expect(readControlMessage('{"type":"bye"')).toBe(null);
});

test('never throws, and never lets anything through but the messages that it knows', () => {
  const known = ['mute', 'attention', 'bye', 'signals'];
  const anything = fc.oneof(fc.string(), fc.json(), fc.anything());
  fc.assert(
    fc.property(anything, (data) => {
      const message = readControlMessage(data);
      expect(message === null || known.includes(message.type)).toBe(true);
    }),
  );
});
