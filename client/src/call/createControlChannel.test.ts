import { expect, test } from 'vitest';
import { createVirtualClock } from '../api/virtualClock.ts';
import type { ControlMessage } from './controlMessages.ts';
import { createControlChannel } from './createControlChannel.ts';

class FakeChannel extends EventTarget {
  readyState = 'connecting';
  isFull = false;
  sent: unknown[] = [];
  send(text: string): void {
    if (this.isFull) throw new DOMException('', 'OperationError');
    this.sent.push(JSON.parse(text));
  }
  open(): void {
    this.readyState = 'open';
    this.dispatchEvent(new Event('open'));
  }
  receive(data: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
}

function setUp() {
  const clock = createVirtualClock();
  const channel = new FakeChannel();
  const heard: ControlMessage[] = [];
  const control = createControlChannel(
    { createDataChannel: () => channel as unknown as RTCDataChannel },
    { isMuted: true, attention: 'background', clock, onMessage: (message) => heard.push(message) },
  );
  return { clock, channel, heard, control };
}

test('tells how things stand when it opens, and drops what was said before', () => {
  const { channel, control } = setUp();
  control.sayBye();
  control.tellAttention('here');
  channel.open();
  expect(channel.sent).toEqual([
    { type: 'mute', isMuted: true },
    { type: 'attention', attention: 'here' },
  ]);
});

test('a full buffer and a description that is too long harm nobody', () => {
  const { channel, control } = setUp();
  channel.open();
  channel.sent = [];
  channel.isFull = true;
  control.sayBye();
  channel.isFull = false;
  control.tellSignal({ type: 'offer', sdp: 'x'.repeat(20_000) });
  expect(channel.sent).toEqual([]);
});

test('a partner who floods it is not listened to until the minute is over', async () => {
  const { clock, channel, heard } = setUp();
  channel.open();
  for (let count = 0; count < 1_000; count++) channel.receive('{"type":"mute","isMuted":true}');
  expect(heard.length).toBe(600);
  await clock.advance(60_000);
  channel.receive('{"type":"bye"}');
  expect(heard.at(-1)).toEqual({ type: 'bye' });
});

test('garbage is dropped', () => {
  const { channel, heard } = setUp();
  channel.open();
  for (const data of ['', '{', 'null', '[]', '{"type":{}}', new ArrayBuffer(4)]) channel.receive(data);
  expect(heard).toEqual([]);
});
