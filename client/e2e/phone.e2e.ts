import { expect, test } from 'vitest';
import { type DrivenLearner, expectToHearEachOther } from './driveLearner.ts';
import { setStage } from './stage.ts';

const stage = setStage();

async function talking() {
  const [madina, jasur] = await stage.twoLearners();
  await madina.find('level');
  await jasur.find('level');
  await Promise.all([madina.untilTalking(jasur), jasur.untilTalking(madina)]);
  return [madina, jasur] as const;
}

/** What a phone tells a page when somebody opens another app, and comes back. */
async function setVisibility(learner: DrivenLearner, state: 'hidden' | 'visible'): Promise<void> {
  await learner.page.evaluate((now) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => now });
    document.dispatchEvent(new Event('visibilitychange'));
  }, state);
}

/** What the system does to the microphone: `ended` where it takes it away, `mute` where it only silences it. */
async function takeMicrophone(learner: DrivenLearner, event: 'ended' | 'mute'): Promise<string> {
  return learner.page.evaluate((kind) => {
    const track = window.probe.peers.at(-1)?.getSenders()[0]?.track;
    if (!track) throw new Error('there is no microphone in the call');
    if (kind === 'ended') track.stop();
    track.dispatchEvent(new Event(kind));
    return track.id;
  }, event);
}

const sentTrack = (learner: DrivenLearner): Promise<string | null> =>
  learner.page.evaluate(() => {
    const track = window.probe.peers.at(-1)?.getSenders()[0]?.track ?? null;
    return track?.readyState === 'live' ? track.id : null;
  });

test('an app in the background is told to the partner; on return its microphone is there again, without a new exchange', async () => {
  const [madina, jasur] = await talking();
  const background = jasur.page.getByText(jasur.say('call.partner_background', { name: 'Madina' }));

  await setVisibility(madina, 'hidden');
  await background.waitFor();
  const taken = await takeMicrophone(madina, 'ended');
  await setVisibility(madina, 'visible');
  await background.waitFor({ state: 'detached' });

  await expect.poll(() => sentTrack(madina), { timeout: 10_000 }).not.toBe(null);
  expect(await sentTrack(madina)).not.toBe(taken);
  expect(await madina.page.evaluate(() => window.probe.peers.length)).toBe(1);
  await expectToHearEachOther(madina, jasur);
});

test('who is interrupted by another app reads so, and so does the partner', async () => {
  const [madina, jasur] = await talking();
  await takeMicrophone(madina, 'mute');
  await madina.page.getByText(madina.say('call.interrupted')).waitFor();
  await jasur.page.getByText(jasur.say('call.partner_interrupted', { name: 'Madina' })).waitFor();
});

test('hanging up while the server is away ends it for both at once, and each can search again when it is back', async () => {
  const [madina, jasur] = await talking();
  await stage.server().goAway();
  try {
    await jasur.hangUp();
    await jasur.page.getByText(jasur.say('after.left')).waitFor();
    await madina.page.getByText(madina.say('after.partner_left')).waitFor({ timeout: 3_000 });
  } finally {
    await stage.server().comeBack();
  }
  for (const learner of [madina, jasur]) {
    await learner.button('after.new_partner').click();
    learner.forgiveLostConnection();
  }
  await Promise.all([madina.untilTalking(jasur), jasur.untilTalking(madina)]);
  await expectToHearEachOther(madina, jasur);
  for (const learner of [madina, jasur]) learner.forgiveLostConnection();
});
