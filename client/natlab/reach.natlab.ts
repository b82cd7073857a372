import { expect, test } from 'vitest';
import { expectToHearEachOther } from '../e2e/driveLearner.ts';
import type { LetOut, Nat } from './labPlan.ts';
import { endCall, setLabStage, startCall } from './labStage.ts';
import { type Path, pathOf } from './pathOf.ts';
import { setSwitch } from './setSwitch.ts';
import { RELAY_TLS_PORT } from './startRelay.ts';
import { APP_PORT } from './toLabPlace.ts';

/* Whether a call connects at all, and over which path. */

const stage = setLabStage({ spokenShare: 1 });

interface Surroundings {
  nat: Nat;
  letOut: LetOut;
}

const symmetric: Surroundings = { nat: 'symmetric', letOut: 'all' };
const withoutUdp: Surroundings = { nat: 'symmetric', letOut: 'no UDP' };
const webOnly: Surroundings = { nat: 'symmetric', letOut: { tcpPorts: [APP_PORT, RELAY_TLS_PORT] } };

/** A call from hello to goodbye. @returns how each side reaches the other */
async function talk(madinas: Surroundings, jasurs: Surroundings): Promise<[Path, Path]> {
  const { lab, madina, jasur } = stage();
  await lab.route('wifiA', madinas.nat, madinas.letOut);
  await lab.route('wifiB', jasurs.nat, jasurs.letOut);
  await startCall(stage());
  await expectToHearEachOther(madina, jasur);
  const paths = await Promise.all([pathOf(madina.page), pathOf(jasur.page)]);
  await endCall(stage());
  return paths;
}

const relays = (paths: readonly Path[]): (Path['relayProtocol'] | 'none')[] =>
  paths.map(({ relayProtocol }) => relayProtocol ?? 'none');

test('two behind symmetric NAT hear each other through the relay, over UDP', async () => {
  const paths = await talk(symmetric, symmetric);
  // One relay is enough for the two, whichever side's it is.
  expect(relays(paths)).toContain('udp');
  expect(relays(paths)).not.toContain('tcp');
  expect(relays(paths)).not.toContain('tls');
});

test('who has no UDP reaches the relay over TCP', async () => {
  const paths = await talk(withoutUdp, symmetric);
  expect(relays(paths)[0]).toBe('tcp');
});

test('two without UDP hear each other', async () => {
  const paths = await talk(withoutUdp, withoutUdp);
  expect(relays(paths)).toEqual(['tcp', 'tcp']);
});

test('two whose networks let out nothing but TCP 443 and 5349 hear each other, over TLS', async () => {
  const paths = await talk(webOnly, webOnly);
  expect(relays(paths)).toEqual(['tls', 'tls']);
});

test('where one hides the address both use the relay, and nothing that crosses the server names a phone', async () => {
  const { madina, jasur } = stage();
  for (const { page } of [madina, jasur]) await page.evaluate(() => void window.tap.signals.splice(0));
  await setSwitch(madina, 'profile.hide_ip', true);
  const cone: Surroundings = { nat: 'cone', letOut: 'all' };
  const paths = await talk(cone, cone);
  await setSwitch(madina, 'profile.hide_ip', false);

  for (const { local, remote } of paths) expect([local, remote]).toEqual(['relay', 'relay']);
  for (const { page } of [madina, jasur]) {
    const crossed = await page.evaluate(() => window.tap.signals.map(({ signal }) => JSON.stringify(signal)));
    const types = crossed.flatMap((text) => [...text.matchAll(/ typ (\w+)/g)].map(([, type]) => type));
    expect(types.length).toBeGreaterThan(0);
    expect(new Set(types)).toEqual(new Set(['relay']));
    // Neither as a candidate, nor as where a relay's candidate comes from, nor in a description.
    expect(crossed.filter((text) => /192\.168\.1\.|100\.64\.|198\.51\.100\.|192\.0\.2\./.test(text))).toEqual(
      [],
    );
  }
});

test('two behind NAT at home hear each other directly, with nothing but STUN', async () => {
  const { server, relay } = stage();
  await server.goAway();
  await server.comeBack({ TURN_URLS: undefined, TURN_SECRET: undefined, STUN_URLS: relay.stunUrl });
  const cone: Surroundings = { nat: 'cone', letOut: 'all' };
  const paths = await talk(cone, cone);
  await server.goAway();
  await server.comeBack();
  for (const { local, remote } of paths) expect([local, remote]).not.toContain('relay');
});
