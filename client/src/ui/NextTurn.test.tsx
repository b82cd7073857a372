// @vitest-environment happy-dom
import { signal } from '@preact/signals';
import { act, cleanup, render, screen } from '@testing-library/preact';
import { afterEach, expect, test } from 'vitest';
import { FirstTurnContext, NextTurn } from './NextTurn.tsx';

afterEach(cleanup);

const Two = () => (
  <main>
    <h1>at once</h1>
    <NextTurn>
      <p>a task later</p>
    </NextTurn>
  </main>
);

test('while the app is first drawn, a part of it leaves the first task to the rest', async () => {
  const isFirstTurn = signal(true);
  render(
    <FirstTurnContext.Provider value={isFirstTurn}>
      <Two />
    </FirstTurnContext.Provider>,
  );
  expect(screen.queryByText('at once')).not.toBeNull();
  expect(screen.queryByText('a task later')).toBeNull();
  await act(() => {
    isFirstTurn.value = false;
  });
  expect(screen.queryByText('a task later')).not.toBeNull();
});

test('once the app stands, everything is drawn at once', () => {
  render(<Two />);
  expect(screen.queryByText('a task later')).not.toBeNull();
});
