import { expect, test } from 'vitest';
import { setLabStage } from './labStage.ts';
import { setSwitch } from './setSwitch.ts';
import { relays, SURROUNDINGS, talkThrough } from './talkThrough.ts';

/* Whether a call connects at all, and over which path: the hardest of each kind. `relays.natlab.ts` has the others. */

const stage = setLabStage({ spokenShare: 1 });

test('two whose networks let out nothing but TCP 443 and 5349 hear each other, over TLS', async () => {
  const paths = await talkThrough(stage(), SURROUNDINGS.webOnly, SURROUNDINGS.webOnly);
  expect(relays(paths)).toEqual(['tls', 'tls']);
});

test('where one hides the address both use the relay, and nothing that crosses the server names a phone', async () => {
  const { madina, jasur } = stage();
  for (const { page } of [madina, jasur]) await page.evaluate(() => void window.tap.signals.splice(0));
  await setSwitch(madina, 'profile.hide_ip', true);
  const paths = await talkThrough(stage(), SURROUNDINGS.cone, SURROUNDINGS.cone);
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
