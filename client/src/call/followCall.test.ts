import { signal } from '@preact/signals';
import { expect, test } from 'vitest';
import { aTalk, anEndedCall } from '../testing/builders.ts';
import type { CallState } from './CallStore.ts';
import { followCall } from './followCall.ts';

test('a match rings once, and is shown to the system while it lasts', () => {
  const done: string[] = [];
  const state = signal<CallState>({ phase: 'none' });
  const isMuted = signal(false);
  followCall({
    call: { state, isMuted },
    mediaSession: {
      show: (call) => done.push(call === null ? 'hide' : `show ${call.title} ${call.isMuted}`),
    },
    ring: () => done.push('ring'),
  });
  state.value = aTalk('connecting');
  state.value = aTalk('talking');
  expect(done).toEqual(['hide', 'ring', 'show Dilnoza false', 'show Dilnoza false']);
  done.length = 0;
  isMuted.value = true;
  state.value = aTalk('reconnecting');
  state.value = anEndedCall();
  expect(done).toEqual(['show Dilnoza true', 'show Dilnoza true', 'hide']);
});
