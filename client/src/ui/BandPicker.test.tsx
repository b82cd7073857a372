// @vitest-environment happy-dom
import { act, cleanup, fireEvent, screen } from '@testing-library/preact';
import { useState } from 'preact/hooks';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { draw } from '../testing/Draw.tsx';
import { createFakeStores } from '../testing/fakeStores.ts';
import { BandPicker } from './BandPicker.tsx';

function Picker({ initial }: { initial: number }) {
  const [value, setValue] = useState(initial);
  return <BandPicker label="Hozir" value={value} onChange={setValue} />;
}

const show = (initial: number): void => void draw(createFakeStores(), <Picker initial={initial} />);
const ruler = (): HTMLInputElement => screen.getByRole('slider', { name: 'Hozir' });
const number = (): string => screen.getByRole('status').textContent ?? '';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

test('the ruler is a real slider in halves from 0 to 9, so that arrow keys work', () => {
  show(5.5);
  expect([ruler().type, ruler().min, ruler().max, ruler().step]).toEqual(['range', '0', '9', '0.5']);
  fireEvent.input(ruler(), { target: { value: '6' } });
  expect(number()).toBe('6.0');
});

test('the words change with the number, and a screen reader hears both', () => {
  show(5.5);
  expect(ruler().getAttribute('aria-valuetext')).toBe(
    '5.5. Tanish mavzuda gaplashaman, baʼzan soʻz qidirib qolaman',
  );
  fireEvent.click(screen.getByRole('button', { name: 'Yarim ball koʻp' }));
  expect(ruler().getAttribute('aria-valuetext')).toBe('6.0. Uzunroq gapiraman, fikrimni asoslay olaman');
});

test('minus and plus stop at the ends and stay reachable there', () => {
  show(8.5);
  const more = screen.getByRole('button', { name: 'Yarim ball koʻp' });
  fireEvent.click(more);
  fireEvent.click(more);
  expect(number()).toBe('9.0');
  expect(more.getAttribute('aria-disabled')).toBe('true');
  expect(more.hasAttribute('disabled')).toBe(false);
});

test('holding repeats, and letting go counts no further step', async () => {
  show(0);
  const more = screen.getByRole('button', { name: 'Yarim ball koʻp' });
  fireEvent.pointerDown(more, { button: 0 });
  for (const ms of [450, 130, 130]) await act(() => void vi.advanceTimersByTime(ms));
  fireEvent.pointerUp(more);
  fireEvent.click(more);
  await act(() => void vi.advanceTimersByTime(1_000));
  fireEvent.click(more);
  // Three while held, none for the click that ended it, one for the last click.
  expect(ruler().value).toBe('2');
});
