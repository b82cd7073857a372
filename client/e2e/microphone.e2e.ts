import { expect, test } from 'vitest';
import { setStage } from './stage.ts';

const stage = setStage();

test('who refuses the microphone is told how to allow it, and has not joined the queue', async () => {
  const nodira = await stage.enter('Nodira', { voice: 'low', locale: 'ru', microphone: 'refused' });
  await nodira.register();
  await nodira.find('roulette');
  await nodira.heading('microphone.refused_title').waitFor();
  expect(await nodira.page.getByRole('listitem').count()).toBeGreaterThan(1);

  await nodira.context.grantPermissions(['microphone']);
  await nodira.button('action.try_again').click();
  await nodira.heading('waiting.title').waitFor();
  await nodira.button('waiting.leave').click();
  await nodira.button('home.find').waitFor();
});

test('a phone without a microphone says so', async () => {
  const nodira = await stage.enter('Nodira', { voice: 'low', locale: 'uz', microphone: 'none' });
  await nodira.register();
  await nodira.find('roulette');
  await nodira.heading('microphone.missing_title').waitFor();
  await nodira.button('action.home').click();
  await nodira.button('home.find').waitFor();
});
