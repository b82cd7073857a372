// @vitest-environment happy-dom
import { findByText } from '@testing-library/preact';
import { render } from 'preact';
import { expect, test } from 'vitest';
import { lazyScreen } from './LazyScreen.tsx';

test('a screen whose code comes between its first drawing and the effects is shown all the same', async () => {
  const { Screen, preload } = lazyScreen(
    async () => () => <p>here</p>,
    () => <p>waiting</p>,
  );
  const root = document.createElement('div');
  render(<Screen />, root);
  expect(root.textContent).toBe('waiting');
  await preload();
  await findByText(root, 'here');
});
