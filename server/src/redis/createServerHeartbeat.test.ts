import { expect, test } from 'vitest';
import { createVirtualClock } from '../clock/virtualClock.ts';
import { createRedisPresence } from '../profiles/redisPresence.ts';
import { createServerHeartbeat } from './createServerHeartbeat.ts';
import { defineScript } from './RedisScript.ts';
import { describeOnRedis } from './testOnRedis.ts';

/** Moves every heartbeat that was noted, and the end of the settling, into the past. */
const PASS = defineScript<number>(`
for _, server in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  redis.call('ZINCRBY', KEYS[1], -ARGV[1], server)
end
local left = redis.call('PTTL', KEYS[2])
if left >= 0 then redis.call('PEXPIRE', KEYS[2], math.max(0, left - ARGV[1])) end
return 1
`);

describeOnRedis('the heartbeat of servers', (redis) => {
  async function openHouse(tag = redis().newTag()) {
    const connection = await redis().open(tag);
    const pass = (ms: number) =>
      connection.run(PASS, { keys: [connection.keys.servers, connection.keys.settling], args: [ms] });

    async function aServer() {
      const own = await redis().open(tag);
      const presence = createRedisPresence(own);
      const reports: string[] = [];
      const failing = { isOn: false };
      const report = async (text: string): Promise<void> => {
        if (failing.isOn) throw new Error('it cannot be done now');
        reports.push(text);
      };
      const heartbeat = createServerHeartbeat({
        redis: own,
        // It stands still: a test beats by itself, and a server that it does not beat is dead.
        clock: createVirtualClock(),
        devices: presence,
        onDeviceAway: (userId, deviceId) => report(`${userId} ${deviceId} away`),
        onDeviceBack: (userId, deviceId) => report(`${userId} ${deviceId} back`),
        onError: () => {},
      });
      await heartbeat.beat();
      return { presence, heartbeat, reports, failing };
    }

    /** So much time, with the heartbeats of these servers in it. */
    async function live(ms: number, ...servers: Awaited<ReturnType<typeof aServer>>[]): Promise<void> {
      for (let passed = 0; passed < ms; passed += 2_000) {
        await pass(2_000);
        await Promise.all(servers.map(({ heartbeat }) => heartbeat.beat()));
      }
    }
    return { connection, aServer, live, pass };
  }

  test('hands the devices of a killed server to one other, within ten seconds', async () => {
    const { aServer, live } = await openHouse();
    const [killed, second, third] = [await aServer(), await aServer(), await aServer()];
    await live(8_000, killed, second, third);
    for (let number = 0; number < 120; number++) await killed.presence.attach(`user${number}`, 'phone');
    await second.presence.attach('ann', 'laptop');
    await killed.presence.attach('ann', 'phone');
    await live(6_000, second, third);
    expect([...second.reports, ...third.reports]).toEqual([]);
    await live(4_000, second, third);

    const reports = [...second.reports, ...third.reports];
    expect(reports).toHaveLength(121);
    expect(new Set(reports).size).toBe(121);
    expect(await second.presence.onlineIds()).toEqual(['ann']);
    expect(await third.presence.isAttached('ann', 'phone')).toBe(false);
  });

  test('leaves a device alone that is on another server already', async () => {
    const { aServer, live } = await openHouse();
    const [killed, second] = [await aServer(), await aServer()];
    await live(8_000, killed, second);
    await killed.presence.attach('ann', 'phone');
    await second.presence.attach('ann', 'phone');
    await live(10_000, second);
    expect(second.reports).toEqual([]);
    expect(await second.presence.isAttached('ann', 'phone')).toBe(true);
  });

  test('tries again what failed, also when the server that had taken it over dies', async () => {
    const { aServer, live } = await openHouse();
    const [killed, second, third] = [await aServer(), await aServer(), await aServer()];
    await live(8_000, killed, second, third);
    await killed.presence.attach('ann', 'phone');
    second.failing.isOn = true;
    third.failing.isOn = true;
    const beating = live(10_000, second, third);
    await expect(beating).rejects.toThrow('it cannot be done now');
    third.failing.isOn = false;
    await live(10_000, third);
    expect(third.reports).toEqual(['ann phone away']);
    await live(10_000, third);
    expect(third.reports).toHaveLength(1);
  });

  test('takes nobody for dead after a time in which nobody could be heard', async () => {
    const { aServer, live, pass } = await openHouse();
    const [first, second] = [await aServer(), await aServer()];
    await live(8_000, first, second);
    await first.presence.attach('ann', 'phone');
    await pass(60_000);
    await second.heartbeat.beat();
    await live(4_000, second);
    await first.heartbeat.beat();
    await live(6_000, first, second);
    expect([...first.reports, ...second.reports]).toEqual([]);
    expect(await second.presence.isAttached('ann', 'phone')).toBe(true);
  });

  test('brings the devices of a server back that was taken for dead and was not', async () => {
    const { aServer, live } = await openHouse();
    const [stalled, second] = [await aServer(), await aServer()];
    await live(8_000, stalled, second);
    await stalled.presence.attach('ann', 'phone');
    await live(10_000, second);
    expect(second.reports).toEqual(['ann phone away']);
    await stalled.heartbeat.beat();
    expect(stalled.reports).toEqual(['ann phone back']);
    expect(await second.presence.isAttached('ann', 'phone')).toBe(true);
  });

  test('tells a Redis that has lost its memory who is here', async () => {
    const { aServer } = await openHouse();
    const server = await aServer();
    await server.presence.attach('ann', 'phone');
    await redis().type('FLUSHALL');
    expect(await server.presence.onlineCount()).toBe(0);
    await server.heartbeat.beat();
    expect(await server.presence.onlineIds()).toEqual(['ann']);
    expect(server.reports).toEqual(['ann phone back']);
  });

  test('finds out about a device that went while Redis could not be told', async () => {
    const { aServer, live } = await openHouse();
    const server = await aServer();
    await server.presence.attach('ann', 'phone');
    redis().freeze();
    await expect(server.presence.detach('ann', 'phone')).rejects.toMatchObject({ code: 'BUSY' });
    redis().thaw();
    await expect
      .poll(() => live(4_000, server).then(() => server.reports, String))
      .toEqual(['ann phone away']);
    expect(await server.presence.onlineCount()).toBe(0);
  });

  test('lets a server that stops go at once', async () => {
    const { aServer, live } = await openHouse();
    const [leaving, second] = [await aServer(), await aServer()];
    await live(8_000, leaving, second);
    await leaving.presence.attach('ann', 'phone');
    await leaving.heartbeat.stop();
    await second.heartbeat.beat();
    expect(second.reports).toEqual(['ann phone away']);
  });
});
