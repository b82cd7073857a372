import { expect, test } from 'vitest';
import { createMemoryKeyValueStore } from '../api/memoryKeyValueStore.ts';
import type { Platform } from '../ui/platformOf.ts';
import { createInstall } from './createInstall.ts';

const WEEK_MS = 7 * 24 * 3_600_000;

class AnOffer extends Event {
  asked = 0;
  userChoice: Promise<{ outcome: 'accepted' | 'dismissed' }>;
  constructor(outcome: 'accepted' | 'dismissed') {
    super('beforeinstallprompt', { cancelable: true });
    this.userChoice = Promise.resolve({ outcome });
  }
  async prompt(): Promise<void> {
    this.asked += 1;
  }
}

function aPhone({ platform = 'android' as Platform, isStandalone = false } = {}) {
  const device = createMemoryKeyValueStore();
  const clock = { nowMs: 1_000 };
  const page = new EventTarget();
  const open = () =>
    createInstall({
      page: page as unknown as Pick<Window, 'addEventListener'>,
      isStandalone,
      platform,
      device,
      nowMs: () => clock.nowMs,
    });
  return { device, clock, page, open, install: open() };
}

test('waits for the browser to offer it, keeps its own bar away and asks when it is told to', async () => {
  const { page, install } = aPhone();
  expect([install.way.value, install.mayInvite.value]).toEqual(['none', false]);
  const offer = new AnOffer('accepted');
  page.dispatchEvent(offer);
  expect(offer.defaultPrevented).toBe(true);
  expect([install.way.value, install.mayInvite.value]).toEqual(['prompt', true]);
  await install.prompt();
  await install.prompt();
  expect(offer.asked).toBe(1);
  page.dispatchEvent(new Event('appinstalled'));
  expect([install.way.value, install.mayInvite.value]).toEqual(['installed', false]);
});

test('whoever says no to the browser has put it off', async () => {
  const { page, install } = aPhone();
  page.dispatchEvent(new AnOffer('dismissed'));
  await install.prompt();
  page.dispatchEvent(new AnOffer('accepted'));
  expect([install.way.value, install.mayInvite.value]).toEqual(['prompt', false]);
});

test('"later" holds for a week, over reloads, and the third one for good; the way stays open', () => {
  const { clock, install, open } = aPhone({ platform: 'ios' });
  expect(install.way.value).toBe('by_hand');
  for (const round of [1, 2, 3]) {
    const now = open();
    expect([round, now.mayInvite.value]).toEqual([round, true]);
    now.putOff();
    expect(open().mayInvite.value).toBe(false);
    clock.nowMs += WEEK_MS;
  }
  expect([open().way.value, open().mayInvite.value]).toEqual(['by_hand', false]);
});

test('the installed app invites nobody, and a spoilt memory counts as none', () => {
  expect(aPhone({ platform: 'ios', isStandalone: true }).install.way.value).toBe('installed');
  const { device, open } = aPhone({ platform: 'ios' });
  for (const spoilt of ['{', '7', '{"count":"x"}']) {
    device.set('suhbatdosh.install', spoilt);
    expect(open().mayInvite.value).toBe(true);
  }
});
