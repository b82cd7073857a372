// @vitest-environment happy-dom
import { signal } from '@preact/signals';
import { cleanup, fireEvent, screen } from '@testing-library/preact';
import { afterEach, expect, test } from 'vitest';
import { draw } from '../testing/Draw.tsx';
import { createFakeStores } from '../testing/fakeStores.ts';
import { InstallContext } from './InstallContext.ts';
import { InstallInvite } from './InstallInvite.tsx';
import { InstallRow } from './InstallRow.tsx';
import type { InstallWay } from './InstallStore.ts';

afterEach(cleanup);

function show(way: InstallWay) {
  const calls: string[] = [];
  const mayInvite = signal(way === 'prompt' || way === 'by_hand');
  const install = {
    way: signal(way),
    mayInvite,
    prompt: async () => void calls.push('prompt'),
    putOff() {
      calls.push('put off');
      mayInvite.value = false;
    },
  };
  draw(
    createFakeStores(),
    <InstallContext.Provider value={install}>
      <InstallInvite />
      <ul>
        <InstallRow />
      </ul>
    </InstallContext.Provider>,
  );
  return calls;
}

const press = (name: string): void => void fireEvent.click(screen.getByRole('button', { name }));

test('asks the browser where it can, and goes away for "later" while the settings keep it', async () => {
  const calls = show('prompt');
  press('Oʻrnatish');
  press('Keyinroq');
  await screen.findByRole('button', { name: 'Bosh ekranga oʻrnatish' });
  expect(screen.queryByRole('button', { name: 'Oʻrnatish' })).toBeNull();
  press('Bosh ekranga oʻrnatish');
  expect(calls).toEqual(['prompt', 'put off', 'prompt']);
});

test('an iPhone gets the three taps drawn, and having seen them is an answer', () => {
  const calls = show('by_hand');
  press('Oʻrnatish');
  expect(screen.getAllByRole('listitem').length).toBeGreaterThanOrEqual(3);
  press('Yopish');
  expect(calls).toEqual(['put off']);
});

test('says that it is installed, and nothing where it cannot be', () => {
  show('installed');
  expect(screen.getByText('oʻrnatilgan')).toBeTruthy();
  expect(screen.queryByRole('button')).toBeNull();
  cleanup();
  show('none');
  expect(screen.queryByText('Bosh ekranga oʻrnatish')).toBeNull();
});
