import type { ReadonlySignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useI18n } from '../i18n/I18nContext.ts';
import { useStores } from '../StoresContext.ts';
import { Icon } from '../ui/Icon.tsx';

interface CallDockProps {
  chatButton: RefObject<HTMLButtonElement | null>;
  /** null: the chat is a column beside and needs no button. */
  onChat: (() => void) | null;
  unread: ReadonlySignal<number>;
}

/** Three octagons under the thumb; the microphone in the middle, because it is used most. Hanging up asks nothing. */
export function CallDock({ chatButton, onChat, unread }: CallDockProps) {
  const { text, counted } = useI18n();
  const { call } = useStores();
  const isMuted = call.isMuted.value;
  return (
    <footer class="dock" role="group" aria-label={text('call.controls')}>
      {onChat !== null && (
        <button
          class="dock__chat"
          type="button"
          ref={chatButton}
          aria-label={[
            text('call.write'),
            ...(unread.value > 0 ? [counted('call.unread', unread.value)] : []),
          ].join(', ')}
          onClick={onChat}
        >
          <span class="dock__face">
            <Icon name="chat" />
            {/* As a style, so that the button's words are its name alone. */}
            {unread.value > 0 && <span class="dock__count" data-count={unread.value} />}
          </span>
          {text('call.write')}
        </button>
      )}
      <button
        type="button"
        aria-pressed={isMuted}
        aria-label={isMuted ? `${text('call.microphone_off')} – ${text('call.mute')}` : text('call.mute')}
        onClick={() => call.toggleMute()}
      >
        <span class="dock__face">
          <Icon name={isMuted ? 'microphone_off' : 'microphone'} />
        </span>
        {text(isMuted ? 'call.microphone_off' : 'call.microphone')}
      </button>
      <button
        class="dock__end"
        type="button"
        aria-label={text('call.end_long')}
        onClick={() => void call.hangUp()}
      >
        <span class="dock__face">
          <Icon name="end" />
        </span>
        {text('call.end')}
      </button>
      {onChat !== null && (
        <span class="sr" role="status">
          {unread.value > 0 && counted('call.unread', unread.value)}
        </span>
      )}
    </footer>
  );
}
