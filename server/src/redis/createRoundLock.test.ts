import { expect, test } from 'vitest';
import { createRoundLock } from './createRoundLock.ts';
import { describeOnRedis } from './testOnRedis.ts';

describeOnRedis('rounds', (redis) => {
  async function openThree() {
    const tag = redis().newTag();
    const connections = [await redis().open(tag), await redis().open(tag), await redis().open(tag)];
    return connections.map(createRoundLock);
  }

  test('are played once each, however many servers fire them', async () => {
    const locks = await openThree();
    for (const roundAt of [20_000, 40_000, 60_000]) {
      const answers = await Promise.all([...locks, ...locks].map((lock) => lock.mayPlay(roundAt)));
      expect(answers.filter(Boolean)).toHaveLength(1);
    }
  });

  test('are told of by one server in a while', async () => {
    const locks = await openThree();
    const tell = () => Promise.all(locks.map((lock) => lock.mayTell(200)));
    expect((await tell()).filter(Boolean)).toHaveLength(1);
    expect((await tell()).filter(Boolean)).toHaveLength(0);
    await expect.poll(async () => (await tell()).filter(Boolean).length).toBe(1);
  });
});
