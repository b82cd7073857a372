import { expect, test } from 'vitest';
import { setLabStage } from './labStage.ts';
import { relays, SURROUNDINGS, talkThrough } from './talkThrough.ts';

/* Over which of its ways the relay is reached, and how one does without it. */

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

test('two behind NAT at home hear each other directly, with nothing but STUN', async () => {
  const { server, relay } = stage();
  await server.goAway();
  await server.comeBack({ TURN_URLS: undefined, TURN_SECRET: undefined, STUN_URLS: relay.stunUrl });
  const paths = await talkThrough(stage(), SURROUNDINGS.cone, SURROUNDINGS.cone);
  await server.goAway();
  await server.comeBack();
  for (const { local, remote } of paths) expect([local, remote]).not.toContain('relay');
});
