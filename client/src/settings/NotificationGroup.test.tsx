/** @vitest-environment happy-dom */
import { cleanup, fireEvent, screen } from '@testing-library/preact';
import { afterEach, describe, expect, test } from 'vitest';
import { NotificationOffer } from '../pwa/NotificationOffer.tsx';
import { notificationsOn } from '../testing/builders.ts';
import { draw } from '../testing/Draw.tsx';
import { createFakeStores } from '../testing/fakeStores.ts';
import { NotificationGroup } from './NotificationGroup.tsx';

afterEach(cleanup);

const PARTNER = { name: 'Darajamda kimdir kutsa, ayting' };
const QUIET = { name: 'Tinch soatlar' };

describe('the settings of notifications', () => {
  test('turn them on and off by one switch', () => {
    const fake = createFakeStores();
    draw(fake, <NotificationGroup />);
    fireEvent.click(screen.getByRole('switch', PARTNER));
    fake.notifications.value = notificationsOn();
    fireEvent.click(screen.getByRole('switch', PARTNER));
    expect(fake.calls.map(({ verb }) => verb)).toEqual(['notifications.turnOn', 'notifications.turnOff']);
  });

  test('keep a quiet hour when its field is left, and none that is no time', () => {
    const fake = createFakeStores();
    fake.notifications.value = notificationsOn();
    draw(fake, <NotificationGroup />);
    const from = screen.getByLabelText<HTMLInputElement>('Boshlanishi');
    from.value = '23:30';
    fireEvent.blur(from);
    const to = screen.getByLabelText<HTMLInputElement>('Tugashi');
    to.value = '';
    fireEvent.blur(to);
    expect(to.value).toBe('08:00');
    fireEvent.click(screen.getByRole('switch', QUIET));
    expect(fake.calls.map(({ given }) => given)).toEqual([[{ from: '23:30', to: '08:00' }], [null]]);
  });

  test('offer the night when there were no quiet hours', () => {
    const fake = createFakeStores();
    fake.notifications.value = notificationsOn({ quietFrom: null });
    draw(fake, <NotificationGroup />);
    expect(screen.queryByLabelText('Boshlanishi')).toBeNull();
    fireEvent.click(screen.getByRole('switch', QUIET));
    expect(fake.calls).toEqual([{ verb: 'notifications.setQuiet', given: [{ from: '22:00', to: '08:00' }] }]);
  });

  test.each([
    ['denied', 'Bu qurilmada ruxsat berilmagan'],
    ['needs_install', 'Avval ilovani bosh ekranga qoʻying'],
    ['unsupported', 'Bu brauzer bildirishnoma koʻrsata olmaydi'],
  ] as const)('say what to do where they are %s, without a switch that does nothing', (phase, words) => {
    const fake = createFakeStores();
    fake.notifications.value = { phase };
    draw(fake, <NotificationGroup />);
    expect(screen.queryByText(words)).not.toBeNull();
    expect(screen.queryByRole('switch')).toBeNull();
  });

  test('say why it did not work', () => {
    const fake = createFakeStores();
    fake.notifications.value = { phase: 'off', trouble: 'no_service' };
    draw(fake, <NotificationGroup />);
    expect(screen.queryByText(/xizmatiga ulana olmadi/)).not.toBeNull();
  });
});

describe('the offer', () => {
  test('tells that it is on, once it is', async () => {
    const fake = createFakeStores();
    fake.isOffered.value = true;
    draw(fake, <NotificationOffer />);
    fireEvent.click(screen.getByText('Ha, ayting'));
    fake.isOffered.value = false;
    await screen.findByText('Yoqyapmiz');
    fake.notifications.value = notificationsOn();
    await screen.findByText(/Yoqildi/);
    expect(screen.queryByRole('button')).toBeNull();
  });

  test('is there only when it is made, and goes with a no', () => {
    const fake = createFakeStores();
    draw(fake, <NotificationOffer />);
    expect(screen.queryByText('Ha, ayting')).toBeNull();
    cleanup();
    fake.isOffered.value = true;
    draw(fake, <NotificationOffer />);
    fireEvent.click(screen.getByText('Hozir emas'));
    cleanup();
    draw(fake, <NotificationOffer />);
    expect(screen.queryByText('Ha, ayting')).toBeNull();
    expect(fake.calls).toEqual([{ verb: 'notifications.declineOffer', given: [] }]);
  });
});
