import { expect, test } from 'vitest';
import { createBroadcast } from './createBroadcast.ts';
import { describeOnRedis } from './testOnRedis.ts';

describeOnRedis('a broadcast', (redis) => {
  async function openTwo() {
    const tag = redis().newTag();
    const aServer = async () => {
      const heard: string[] = [];
      const own = await redis().open(tag);
      const say = await createBroadcast<string[]>({
        redis: own,
        channel: own.keys.broadcast('endedLogins'),
        onMessage: (message) => void heard.push(...message),
        onError: () => {},
      });
      return { heard, say };
    };
    return [await aServer(), await aServer()] as const;
  }

  test('is heard on every server, once each', async () => {
    const [first, second] = await openTwo();
    first.say(['a', 'b']);
    expect(first.heard).toEqual(['a', 'b']);
    await expect.poll(() => second.heard).toEqual(['a', 'b']);
    second.say(['c']);
    await expect.poll(() => first.heard).toEqual(['a', 'b', 'c']);
  });

  test('is heard here at once when Redis is away, and elsewhere again after it is back', async () => {
    const [first, second] = await openTwo();
    await redis().kill();
    first.say(['a']);
    expect(first.heard).toEqual(['a']);
    await redis().start();
    await expect
      .poll(
        () => {
          first.say(['again']);
          return second.heard;
        },
        { timeout: 6_000 },
      )
      .toContain('again');
    expect(second.heard).not.toContain('a');
  });
});
