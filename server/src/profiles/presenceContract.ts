import { beforeEach, describe, expect, it } from 'vitest';
import type { PresenceLookups } from './memoryPresence.ts';
import type { Presence } from './Presence.ts';

/** What every adapter of `Presence` must do. `open` gives an empty one. */
export function presenceContract(name: string, open: (lookups: PresenceLookups) => Promise<Presence>): void {
  describe(`presence (${name})`, () => {
    const waiting = new Set<string>();
    const inSession = new Set<string>();
    let presence: Presence;

    beforeEach(async () => {
      waiting.clear();
      inSession.clear();
      presence = await open({
        isWaiting: (userId) => waiting.has(userId),
        isInSession: (userId) => inSession.has(userId),
      });
    });

    it('takes somebody unknown for offline', async () => {
      expect(await presence.states(['ann'])).toEqual(['offline']);
      expect(await presence.isAttached('ann', 'phone')).toBe(false);
      expect(await presence.onlineCount()).toBe(0);
      expect(await presence.onlineIds()).toEqual([]);
    });

    it('has a person here until the last device has gone', async () => {
      await presence.attach('ann', 'phone');
      await presence.attach('ann', 'laptop');
      expect(await presence.onlineCount()).toBe(1);
      await presence.detach('ann', 'phone');
      expect(await presence.states(['ann'])).toEqual(['online']);
      await presence.detach('ann', 'laptop');
      expect(await presence.states(['ann'])).toEqual(['offline']);
      expect(await presence.onlineIds()).toEqual([]);
    });

    it('knows which device is here', async () => {
      await presence.attach('ann', 'phone');
      expect(await presence.isAttached('ann', 'phone')).toBe(true);
      expect(await presence.isAttached('ann', 'laptop')).toBe(false);
      expect(await presence.isAttached('bob', 'phone')).toBe(false);
    });

    it('takes a device that comes or goes twice as once', async () => {
      await presence.attach('ann', 'phone');
      await presence.attach('ann', 'phone');
      await presence.detach('ann', 'phone');
      await presence.detach('ann', 'phone');
      expect(await presence.states(['ann'])).toEqual(['offline']);
      expect(await presence.onlineCount()).toBe(0);
    });

    it('answers in the order asked, also for one asked twice', async () => {
      await presence.attach('ann', 'phone');
      expect(await presence.states(['bob', 'ann', 'bob', 'ann'])).toEqual([
        'offline',
        'online',
        'offline',
        'online',
      ]);
      expect(await presence.states([])).toEqual([]);
    });

    it('says who waits and who talks, the talk before the queue', async () => {
      for (const user of ['ann', 'bob', 'cem', 'dil']) await presence.attach(user, 'phone');
      waiting.add('bob').add('dil');
      inSession.add('cem').add('dil');
      expect(await presence.states(['ann', 'bob', 'cem', 'dil'])).toEqual([
        'online',
        'waiting',
        'in_session',
        'in_session',
      ]);
    });

    it('counts those who wait or talk among the people online', async () => {
      for (const user of ['ann', 'bob']) await presence.attach(user, 'phone');
      waiting.add('ann');
      inSession.add('bob');
      expect((await presence.onlineIds()).toSorted()).toEqual(['ann', 'bob']);
    });

    it('takes nobody for here whose device is away, whatever the queue and the calls keep for him', async () => {
      waiting.add('ann');
      inSession.add('bob');
      expect(await presence.states(['ann', 'bob'])).toEqual(['offline', 'offline']);
    });
  });
}
