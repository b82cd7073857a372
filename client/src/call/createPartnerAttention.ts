import { computed, signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import type { Clock } from '../api/Clock.ts';
import type { Attention } from './controlMessages.ts';

/** Looking at a message that has just come is not worth a word. */
const GLANCE_MS = 1_500;

export interface PartnerAttention {
  /** That the partner is away is shown after a moment, that they are back at once. */
  readonly shown: ReadonlySignal<Attention>;
  /** @param by the app says it over the data channel and knows best; the server says it where there is none */
  said(by: 'app' | 'server', attention: Attention): void;
  /** Another call, or another connection of this one. */
  reset(): void;
}

export function createPartnerAttention(clock: Clock): PartnerAttention {
  const shown = signal<Attention>('here');
  let hasAppSaid = false;
  let cancel = (): void => {};

  const show = (attention: Attention): void => {
    cancel();
    if (attention === 'here' || shown.peek() !== 'here') shown.value = attention;
    else cancel = clock.after(GLANCE_MS, () => (shown.value = attention));
  };

  return {
    shown: computed(() => shown.value),
    said(by, attention) {
      if (by === 'app') hasAppSaid = true;
      if (by === 'app' || !hasAppSaid) show(attention);
    },
    reset() {
      hasAppSaid = false;
      show('here');
    },
  };
}
