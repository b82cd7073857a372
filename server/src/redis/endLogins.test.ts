import { expect, test } from 'vitest';
import { createEndLogins } from './endLogins.ts';
import { describeOnRedis } from './testOnRedis.ts';

describeOnRedis('ended logins', (redis) => {
  async function openTwo() {
    const tag = redis().newTag();
    const aServer = async () => {
      const ended: string[] = [];
      const end = await createEndLogins({
        redis: await redis().open(tag),
        onEnded: (ids) => void ended.push(...ids),
        onError: () => {},
      });
      return { ended, end };
    };
    return [await aServer(), await aServer()] as const;
  }

  test('end on every server, once each', async () => {
    const [first, second] = await openTwo();
    first.end(['a', 'b']);
    expect(first.ended).toEqual(['a', 'b']);
    await expect.poll(() => second.ended).toEqual(['a', 'b']);
    second.end(['c']);
    await expect.poll(() => first.ended).toEqual(['a', 'b', 'c']);
  });

  test('end here at once when Redis is away, and elsewhere again after it is back', async () => {
    const [first, second] = await openTwo();
    await redis().kill();
    first.end(['a']);
    expect(first.ended).toEqual(['a']);
    await redis().start();
    await expect
      .poll(
        () => {
          first.end(['again']);
          return second.ended;
        },
        { timeout: 6_000 },
      )
      .toContain('again');
    expect(second.ended).not.toContain('a');
  });
});
