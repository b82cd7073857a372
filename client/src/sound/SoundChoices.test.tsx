// @vitest-environment happy-dom
import { cleanup, fireEvent, screen } from '@testing-library/preact';
import { afterEach, expect, test } from 'vitest';
import { draw } from '../testing/Draw.tsx';
import { createFakeStores } from '../testing/fakeStores.ts';
import { SoundChoices } from './SoundChoices.tsx';

afterEach(cleanup);

const list = (
  <ul>
    <SoundChoices />
  </ul>
);

test('a device is chosen from the list by its name, and given back to the system', () => {
  const fake = createFakeStores();
  fake.inputs.value = [{ id: 'h', label: 'Headset' }];
  fake.outputs.value = [{ id: 'h', label: 'Headset' }];
  draw(fake, list);
  fireEvent.change(screen.getByLabelText('Mikrofon'), { target: { value: 'h' } });
  fireEvent.change(screen.getByLabelText('Karnay'), { target: { value: '' } });
  expect(fake.calls.filter(({ verb }) => verb === 'sound.choose').map(({ given }) => given)).toEqual([
    ['input', 'h'],
    ['output', null],
  ]);
});

test('what cannot be chosen here is said instead of being shown', () => {
  const fake = createFakeStores();
  draw(fake, list);
  expect(screen.getByText(/ruxsat berilgach/)).toBeTruthy();
  cleanup();
  fake.inputs.value = [{ id: 'h', label: 'Headset' }];
  draw(fake, list);
  expect(screen.queryByLabelText('Karnay')).toBeNull();
  expect(screen.getByText(/tanlangan mikrofon turgan qurilmadan/)).toBeTruthy();
});
