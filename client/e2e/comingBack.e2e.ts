import { test } from 'vitest';
import { expectToHearEachOther } from './driveLearner.ts';
import { setStage } from './stage.ts';

const stage = setStage();

async function talking() {
  const [madina, jasur] = await stage.twoLearners();
  await madina.find('level');
  await jasur.find('level');
  await Promise.all([madina.untilTalking(jasur), jasur.untilTalking(madina)]);
  return [madina, jasur] as const;
}

test('whoever reloads the page in a call is talking again, with the chat as it was', async () => {
  const [madina, jasur] = await talking();
  await jasur.writeInChat('before the reload');
  await madina.untilChatHas('before the reload');

  // The app asks before it is left in a call.
  madina.page.once('dialog', (dialog) => void dialog.accept());
  await madina.page.reload();

  await Promise.all([madina.untilTalking(jasur), jasur.untilTalking(madina)]);
  await expectToHearEachOther(madina, jasur);
  await madina.untilChatHas('before the reload');
  await madina.writeInChat('after the reload');
  await jasur.untilChatHas('after the reload');
});

test('while the server is away the voices go on, and when it is back so does the chat', async () => {
  const [madina, jasur] = await talking();
  await stage.server().goAway();
  try {
    await expectToHearEachOther(madina, jasur);
  } finally {
    await stage.server().comeBack();
  }
  await madina.writeInChat('the server was away');
  await jasur.untilChatHas('the server was away');
  await expectToHearEachOther(madina, jasur);
  for (const learner of [madina, jasur]) learner.forgiveLostConnection();
});

test('when one closes the page the other is told who is missing, and may end it', async () => {
  const [madina, jasur] = await talking();
  await madina.page.close({ runBeforeUnload: false });

  await jasur.heading('call.reconnecting_partner', { name: 'Madina' }).waitFor();
  await jasur.hangUp();
});
