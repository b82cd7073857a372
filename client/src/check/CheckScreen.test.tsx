// @vitest-environment happy-dom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/preact';
import { afterEach, expect, test } from 'vitest';
import { draw } from '../testing/Draw.tsx';
import { createFakeStores } from '../testing/fakeStores.ts';
import { CheckScreen } from './CheckScreen.tsx';

afterEach(cleanup);

test('runs while it is seen, shows each line as it comes, and stops when it is left', async () => {
  const fake = createFakeStores();
  const verbs = (): string[] => fake.calls.map(({ verb }) => verb);
  const { unmount } = draw(fake, <CheckScreen />);
  await waitFor(() => expect(screen.getByText('Serverni sinayapmiz')).toBeTruthy());
  expect(verbs()).toEqual(['check.run']);

  fake.checkLevel.value = 0.5;
  fake.checkResults.value = {
    ...fake.checkResults.value,
    server: { step: 'ok', ms: 84 },
    direct: { step: 'failed', why: 'closed' },
    relay_udp: { step: 'ok', ms: 200 },
  };
  await waitFor(() => expect(screen.getByText(/84.ms, bu yaxshi/)).toBeTruthy());
  expect(screen.getByText(/sizdan hech narsa kerak emas/)).toBeTruthy();
  await waitFor(() => expect(screen.getByRole('meter').getAttribute('aria-valuenow')).toBe('8'));

  fireEvent.click(screen.getByRole('button', { name: 'Qayta tekshirish' }));
  unmount();
  await waitFor(() => expect(verbs()).toEqual(['check.run', 'check.run', 'check.stop']));
});
