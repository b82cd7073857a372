import type { Signal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { useI18n } from '../i18n/I18nContext.ts';
import { useStores } from '../StoresContext.ts';
import { Icon } from '../ui/Icon.tsx';
import type { ChatLine } from './ChatStore.ts';

/** As the server counts: code points; nothing longer can be typed. */
const TEXT_MAX = 1000;

interface ChatPanelProps {
  /** What is being written; outlives the panel, so that closing it loses nothing. */
  draft: Signal<string>;
  /** null: a column that is always open. */
  onClose: (() => void) | null;
  /** The way to report and block; null: it stands elsewhere on the screen. */
  onMore: (() => void) | null;
}

export function ChatPanel({ draft, onClose, onMore }: ChatPanelProps) {
  const { text } = useI18n();
  const { chat } = useStores();
  const heading = useRef<HTMLHeadingElement>(null);
  const isSheet = onClose !== null;

  useEffect(() => {
    chat.setOpen(true);
    return () => chat.setOpen(false);
  }, [chat]);
  // Into the sheet, but not into its text box: the keyboard would cover what was to be read.
  useLayoutEffect(() => {
    if (isSheet) heading.current?.focus();
  }, [isSheet]);

  const send = (event: Event): void => {
    event.preventDefault();
    const words = draft.value.trim();
    if (words === '') return;
    chat.send(words);
    draft.value = '';
  };
  const closeOnEscape = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') onClose?.();
  };
  return (
    <section
      class={isSheet ? 'chat sheet sheet--in' : 'chat sheet'}
      aria-label={text('chat.title')}
      onKeyDown={closeOnEscape}
    >
      <div class="chat__head">
        <h2 ref={heading} tabIndex={-1}>
          {text('chat.title')}
        </h2>
        {onMore !== null && (
          <button
            class="icon-button"
            type="button"
            aria-haspopup="dialog"
            aria-label={text('safety.short')}
            onClick={onMore}
          >
            <Icon name="more" />
          </button>
        )}
        {isSheet && (
          <button class="icon-button" type="button" aria-label={text('chat.close')} onClick={onClose}>
            <Icon name="down" />
          </button>
        )}
      </div>
      <ChatLog lines={chat.lines.value} />
      <form class="chat__write" onSubmit={send}>
        <div class="input__box">
          <input
            aria-label={text('chat.message')}
            placeholder={text('chat.placeholder')}
            enterkeyhint="send"
            autocomplete="off"
            maxLength={TEXT_MAX}
            value={draft}
            onInput={(event) => (draft.value = event.currentTarget.value)}
          />
        </div>
        <button class="icon-button" type="submit" aria-label={text('chat.send')}>
          <Icon name="send" />
        </button>
      </form>
    </section>
  );
}

function ChatLog({ lines }: { lines: readonly ChatLine[] }) {
  const { text } = useI18n();
  const log = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (log.current !== null) log.current.scrollTop = log.current.scrollHeight;
  }, [lines.length]);
  return (
    <div
      class="chat__log"
      role="log"
      aria-live="polite"
      ref={log}
      tabIndex={0}
      aria-label={text('chat.title')}
    >
      <p class="note">{text('chat.note')}</p>
      {lines.map((line) => (
        <p key={line.clientMessageId} class={line.isMine ? 'bubble bubble--me' : 'bubble'}>
          {line.text}
          {line.delivery === 'waiting' && <small>{text('chat.waiting')}</small>}
          {line.delivery === 'refused' && <small class="is-bad">{text('chat.refused')}</small>}
        </p>
      ))}
    </div>
  );
}
