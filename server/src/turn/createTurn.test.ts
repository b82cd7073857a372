import { createHmac } from 'node:crypto';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { createVirtualClock } from '../clock/virtualClock.ts';
import { limitRules } from '../limits/limitRules.ts';
import { createMemoryLimits } from '../limits/memoryLimits.ts';
import { createMemoryLogger } from '../transport/testing/startTestServer.ts';
import { createTurn } from './createTurn.ts';
import type { IceSettings } from './iceServers.ts';

const SETTINGS: IceSettings = {
  turn: {
    urls: ['turn:turn.example:3478', 'turns:turn.example:5349'],
    secret: 'a secret of thirty-two characters!',
    ttlSeconds: 7_200,
  },
  stunUrls: [],
  iceTransportPolicy: 'all',
};
const NOW = 1_800_000_000_000;

function aTurn(active: ReadonlySet<string> = new Set()) {
  const clock = createVirtualClock(NOW);
  return createTurn({
    clock,
    limits: createMemoryLimits(limitRules({ registerPerAddressHour: 200 })),
    settings: SETTINGS,
    isActive: async (userId) => active.has(userId),
    hidesIp: async (userId) => userId === 'shy',
  });
}

describe('relay credentials', () => {
  // The library that counts reads Date and sets timers itself.
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
    return () => void vi.useRealTimers();
  });

  test('are free for who waits or talks, and six an hour for anybody else', async () => {
    const turn = aTurn(new Set(['talking']));
    for (let count = 0; count < 50; count++) await turn.iceServers('talking');
    for (let count = 0; count < 6; count++) await turn.iceServers('looking');
    await expect(turn.iceServers('looking')).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    vi.advanceTimersByTime(3_600_001);
    await expect(turn.iceServers('looking')).resolves.toBeDefined();
  });

  test('end with their time, belong to one person, and name nobody', async () => {
    const { iceServers, expiresAt } = await aTurn().iceServers('user-of-this-name');
    const [server] = iceServers;
    expect(expiresAt).toBe(new Date(NOW + 7_200_000).toISOString());
    expect(server?.username).toMatch(/^1800007200:[\w-]{16}$/);
    expect(server?.username).not.toContain('user-of-this-name');
    expect(server?.credential).toBe(
      createHmac('sha1', SETTINGS.turn?.secret ?? '')
        .update(server?.username ?? '')
        .digest('base64'),
    );
    const [other] = (await aTurn().iceServers('somebody else')).iceServers;
    expect(other?.username?.split(':')[1]).not.toBe(server?.username?.split(':')[1]);
  });

  test('come with the relay as the only way for who hides the address', async () => {
    expect((await aTurn().iceServers('shy')).iceTransportPolicy).toBe('relay');
    expect((await aTurn().iceServers('open')).iceTransportPolicy).toBe('all');
  });

  test('are not in the log, whatever logs what they come in', async () => {
    const { logger, lines } = createMemoryLogger();
    const answer = await aTurn().iceServers('ann');
    logger.info(answer, 'an answer');
    logger.info({ event: { type: 'prepare', ...answer } }, 'an event');
    logger.info({ session: { iceServers: answer.iceServers } }, 'a session');
    expect(lines).toHaveLength(3);
    expect(lines.join('')).not.toContain(answer.iceServers[0]?.credential);
  });
});
