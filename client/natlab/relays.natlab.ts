import { expect, test } from 'vitest';
import { setLabStage } from './labStage.ts';
import { relays, SURROUNDINGS, talkThrough } from './talkThrough.ts';

/* Over which of its ways the relay is reached. */

const stage = setLabStage({ spokenShare: 1 });

test('two behind symmetric NAT hear each other through the relay, over UDP', async () => {
  const paths = await talkThrough(stage(), SURROUNDINGS.symmetric, SURROUNDINGS.symmetric);
  // One relay is enough for the two, whichever side's it is.
  expect(relays(paths)).toContain('udp');
  expect(relays(paths)).not.toContain('tcp');
  expect(relays(paths)).not.toContain('tls');
});

test('who has no UDP reaches the relay over TCP', async () => {
  const paths = await talkThrough(stage(), SURROUNDINGS.withoutUdp, SURROUNDINGS.symmetric);
  expect(relays(paths)[0]).toBe('tcp');
});

test('two without UDP hear each other', async () => {
  const paths = await talkThrough(stage(), SURROUNDINGS.withoutUdp, SURROUNDINGS.withoutUdp);
  expect(relays(paths)).toEqual(['tcp', 'tcp']);
});
