import { expect, test } from 'vitest';
import { expectToHearEachOther } from './driveLearner.ts';
import { audioCounters, heardVoice } from './hearing.ts';
import { setStage } from './stage.ts';

const stage = setStage();

test('a call is gone on with in another tab, and ends quietly in the first one', async () => {
  const [madina, jasur] = await stage.twoLearners();
  await madina.find('level');
  await jasur.find('level');
  await Promise.all([madina.untilTalking(jasur), jasur.untilTalking(madina)]);
  await expectToHearEachOther(madina, jasur);

  const tab = await madina.context.newPage();
  await tab.goto('/');
  await tab.getByRole('heading', { name: madina.say('elsewhere.title') }).waitFor();
  await tab.getByRole('button', { name: madina.say('elsewhere.continue') }).click();

  await tab.getByRole('heading', { name: madina.say('call.title', { name: 'Jasur' }) }).waitFor({
    state: 'attached',
  });
  expect(await heardVoice(tab)).toBe(jasur.voice);
  expect(await heardVoice(jasur.page)).toBe(madina.voice);
  await madina.heading('after.elsewhere_title').waitFor();
  const first = await audioCounters(madina.page);
  expect(first?.state).toBe('closed');
  // The partner was never asked anything, and the talk has one length.
  await jasur.untilTalking(madina);

  // And back again.
  await madina.button('action.home').click();
  await madina.button('elsewhere.continue').click();
  await madina.untilTalking(jasur);
  await expectToHearEachOther(madina, jasur);
  await tab.getByRole('heading', { name: madina.say('after.elsewhere_title') }).waitFor();
});
