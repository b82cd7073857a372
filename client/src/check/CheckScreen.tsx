import '../ui/css/check.css';
import { useSignalEffect } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import type { Locale } from '@suhbatdosh/server/contract';
import { useEffect, useRef, useState } from 'preact/hooks';
import { formatFromNow } from '../i18n/formatTime.ts';
import { useI18n } from '../i18n/I18nContext.ts';
import { useStores } from '../StoresContext.ts';
import { BackBar } from '../ui/BackBar.tsx';
import { Icon } from '../ui/Icon.tsx';
import type { IconName } from '../ui/Icon.tsx';
import { Title } from '../ui/Title.tsx';
import { CHECKS } from './ConnectionCheck.ts';
import type { CheckResult, ConnectionCheck } from './ConnectionCheck.ts';
import type { CheckWords } from './CheckWords.ts';
import { enCheckWords } from './enCheckWords.ts';
import { rowWords } from './rowWords.ts';
import { ruCheckWords } from './ruCheckWords.ts';
import { uzCheckWords } from './uzCheckWords.ts';

const WORDS: Record<Locale, CheckWords> = { uz: uzCheckWords, ru: ruCheckWords, en: enCheckWords };
const METER_STEPS = 16;
const ICONS: Record<CheckResult['step'], IconName> = {
  checking: 'turning',
  ok: 'check',
  unavailable: 'minus',
  failed: 'alert',
};

/** Everything that a call needs, line by line: each turns green or says what to do. */
export function CheckScreen() {
  const { text, locale } = useI18n();
  const words = WORDS[locale.value];
  const check = useCheck();
  return (
    <main class="page page--tall">
      <div>
        <BackBar to="/profile" />
        <Title>{words.title}</Title>
        <p class="quiet lead-gap">{words.lede}</p>
      </div>
      <ul class="checks" aria-busy={check === null}>
        {check !== null && <Rows check={check} words={words} />}
      </ul>
      <div class="tight">
        <a class="button button--main" href="/">
          {text('action.continue')}
        </a>
        <button class="button button--quiet" type="button" onClick={() => check?.run()}>
          {words.again}
        </button>
      </div>
    </main>
  );
}

/** Runs as long as the screen is seen; null: not here yet. */
function useCheck(): ConnectionCheck | null {
  const { openCheck } = useStores();
  const [check, setCheck] = useState<ConnectionCheck | null>(null);
  useEffect(() => {
    let isWanted = true;
    let opened: ConnectionCheck | null = null;
    // Should its code not come, the page is told by `vite:preloadError`, like for any other screen.
    void openCheck().then((found) => {
      if (!isWanted) return;
      opened = found;
      setCheck(found);
      found.run();
    });
    return () => {
      isWanted = false;
      opened?.stop();
    };
  }, [openCheck]);
  return check;
}

function Rows({ check, words }: { check: ConnectionCheck; words: CheckWords }) {
  const i18n = useI18n();
  const results = check.results.value;
  const rows = rowWords({ results, words, when: (afterMs) => formatFromNow(afterMs, i18n) });
  return CHECKS.map((name) => {
    const { step } = results[name];
    const { title, text } = rows[name];
    return (
      <li key={name} class={`check check--${step}`}>
        <Icon name={ICONS[step]} />
        <div role="status">
          <b>{title}</b>
          {text !== null && <p class="num">{text}</p>}
        </div>
        {name === 'microphone' && hasMeter(results.microphone) && (
          <Meter level={check.level} label={words.level} />
        )}
      </li>
    );
  });
}

/** Not for one that could not be opened. */
const hasMeter = (result: CheckResult): boolean => result.step !== 'failed' || result.why === 'silent';

/** Goes past Preact into the style, like the stars of a call. */
function Meter({ level, label }: { level: ReadonlySignal<number>; label: string }) {
  const bar = useRef<HTMLDivElement>(null);
  useSignalEffect(() => {
    const steps = Math.round(level.value * METER_STEPS);
    bar.current?.style.setProperty('--lit', String(steps / METER_STEPS));
    bar.current?.setAttribute('aria-valuenow', String(steps));
  });
  return (
    <div
      class="meter"
      ref={bar}
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={METER_STEPS}
    />
  );
}
