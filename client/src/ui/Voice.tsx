import type { ReadonlySignal } from '@preact/signals';
import { useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { initialOf } from './Mono.tsx';
import { STAR, STAR_FACE, STAR_WEAVE } from './starPaths.ts';

interface VoiceProps {
  /** Read out instead of the letter. */
  label: string;
  name: string;
  isMe: boolean;
  state: 'heard' | 'muted' | 'away';
  /** 0…1. Goes past Preact straight into the style, so that ten changes a second draw nothing else again. */
  level?: ReadonlySignal<number>;
  children?: ComponentChildren;
}

/** A learner as a star that is glazed by the voice. */
export function Voice({ label, name, isMe, state, level, children }: VoiceProps) {
  const star = useRef<HTMLElement>(null);
  useSignalEffect(() => {
    star.current?.style.setProperty('--level', String(level?.value ?? 0));
  });
  const classes = ['voice', isMe && 'voice--me', state !== 'heard' && `voice--${state}`];
  return (
    <section ref={star} class={classes.filter(Boolean).join(' ')} aria-label={label}>
      <svg viewBox="-100 -100 200 200" aria-hidden="true">
        <path class="voice__wave" d={STAR} />
        <path class="voice__wave" d={STAR} />
        <path class="voice__face" d={STAR_FACE} />
        <path class="voice__glaze" d={STAR_FACE} />
        <path class="voice__weave" d={STAR_WEAVE} />
      </svg>
      <div class="voice__who">
        <span class="voice__letter" aria-hidden="true">
          {initialOf(name)}
        </span>
        {children}
      </div>
    </section>
  );
}
