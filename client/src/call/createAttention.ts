import { computed, signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import type { Attention } from './controlMessages.ts';

interface AttentionOptions {
  isHidden: () => boolean;
  /** The app is hidden, or seen again. */
  onVisibility: (listener: () => void) => void;
  isInterrupted: ReadonlySignal<boolean>;
}

/**
 * Whether this side can be talked with just now. Told at once: a phone that puts an app into the background takes its
 * microphone, and soon its timers too.
 */
export function createAttention(options: AttentionOptions): ReadonlySignal<Attention> {
  const isHidden = signal(options.isHidden());
  options.onVisibility(() => (isHidden.value = options.isHidden()));
  return computed(() =>
    isHidden.value ? 'background' : options.isInterrupted.value ? 'interrupted' : 'here',
  );
}
