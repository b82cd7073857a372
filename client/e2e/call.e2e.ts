import { test } from 'vitest';
import { expectToHearEachOther } from './driveLearner.ts';
import { setStage } from './stage.ts';

const stage = setStage();

test.each(['roulette', 'level'] as const)(
  'two who search by %s hear each other, write to each other, and one hangs up for both',
  async (mode) => {
    const [madina, jasur] = await stage.twoLearners();
    await madina.find(mode);
    await madina.heading('waiting.title').waitFor();
    await jasur.find(mode);

    await Promise.all([madina.untilTalking(jasur), jasur.untilTalking(madina)]);
    await expectToHearEachOther(madina, jasur);

    await madina.writeInChat('Salom! How are you?');
    await jasur.untilChatHas('Salom! How are you?');
    await jasur.writeInChat('Fine <b>thanks</b> 👋');
    await madina.untilChatHas('Fine <b>thanks</b> 👋');

    await jasur.hangUp();
    await jasur.page.getByText(jasur.say('after.left')).waitFor();
    await madina.page.getByText(madina.say('after.partner_left')).waitFor();
  },
);
