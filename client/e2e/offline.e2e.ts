import { expect, test } from 'vitest';
import { setStage } from './stage.ts';

const stage = setStage();

test('in Uzbek and Russian from the first talk to the rating, and without a network what was last known is there', async () => {
  const madina = await stage.enter('Madina', { voice: 'low', locale: 'uz' });
  const nodira = await stage.enter('Nodira', { voice: 'high', locale: 'ru' });
  await madina.register();
  await nodira.register();
  await madina.find('level');
  await nodira.find('level');
  await Promise.all([madina.untilTalking(nodira), nodira.untilTalking(madina)]);
  await nodira.hangUp();
  for (const learner of [madina, nodira]) {
    await learner.page.getByRole('radio', { name: learner.say('rate.good') }).check({ force: true });
    await learner.button('action.home').click();
    await learner.page.getByRole('link', { name: learner.say('nav.people') }).click();
  }
  const { page, context } = madina;
  await page.getByRole('button', { name: /Nodira/ }).waitFor();
  await page.getByRole('link', { name: madina.say('nav.history') }).click();
  await page.getByRole('button', { name: /^Nodira/ }).waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready);

  await context.setOffline(true);
  const kept = page.getByText(madina.say('news.offline_kept'));
  for (const address of ['/history', '/people']) {
    await page.goto(address);
    await page
      .getByRole('button', { name: /Nodira/ })
      .first()
      .waitFor();
    await kept.waitFor();
  }
  await page.goto('/profile?from=a-link');
  await page.getByRole('heading', { name: 'Madina' }).waitFor();
  await page.goto('/');
  await madina.button('home.find').waitFor();
  await page.getByText(madina.say('news.offline')).waitFor();
  expect(await page.getByText(/shu yerda/).count()).toBe(0);

  await context.setOffline(false);
  await page.getByText(madina.say('news.offline')).waitFor({ state: 'detached' });
  await page
    .getByText(/shu yerda/)
    .first()
    .waitFor();
  madina.forgiveLostConnection();
});

test('a phone that is full, and a browser without workers, lose nothing but the next visit’s head start', async () => {
  const nodira = await stage.enter('Nodira', {
    voice: 'low',
    locale: 'uz',
    serviceWorkers: 'block',
    scripts: [
      () => {
        Storage.prototype.setItem = () => {
          throw new DOMException('full', 'QuotaExceededError');
        };
      },
    ],
  });
  await nodira.register();
  await nodira.page.getByRole('link', { name: nodira.say('nav.history') }).click();
  await nodira.page.getByText(nodira.say('history.empty')).waitFor();
  await nodira.page.reload();
  await nodira.page.getByText(nodira.say('history.empty')).waitFor();
  await nodira.page.getByRole('link', { name: nodira.say('nav.home'), exact: true }).click();
  await nodira.find('roulette');
  await nodira.heading('waiting.title').waitFor();
});
