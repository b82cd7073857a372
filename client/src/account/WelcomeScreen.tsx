import { useI18n } from '../i18n/I18nContext.ts';
import { GirihField } from '../ui/GirihField.tsx';
import { LanguageSwitch } from '../ui/LanguageSwitch.tsx';
import { STAR_FACE, STAR_WEAVE } from '../ui/starPaths.ts';
import { Title } from '../ui/Title.tsx';
import { Wordmark } from '../ui/Wordmark.tsx';

const LIT = [
  [-2, 1],
  [1, -1],
  [2, 2],
] as const;

/** Also drawn into index.html for the first paint (src/shell). */
export function WelcomeScreen() {
  const { text } = useI18n();
  return (
    <main class="welcome tile">
      <header class="bar">
        <Wordmark />
        <LanguageSwitch />
      </header>
      <div class="welcome__art" aria-hidden="true">
        <GirihField lit={LIT} />
        <div class="welcome__pair">
          <Greeting words="Salom" lang="uz" isLit={false} />
          <Greeting words="Hello" lang="en" isLit />
        </div>
      </div>
      <div class="welcome__say">
        <Title>{text('welcome.title')}</Title>
        <p class="quiet">{text('welcome.lede')}</p>
      </div>
      <div class="welcome__do">
        <a class="button button--main" href="/register">
          {text('welcome.start')}
        </a>
        <a class="button button--quiet" href="/login">
          {text('welcome.have_account')}
        </a>
        <p class="note">{text('welcome.independent')}</p>
      </div>
    </main>
  );
}

function Greeting({ words, lang, isLit }: { words: string; lang: string; isLit: boolean }) {
  return (
    <div class={isLit ? 'hi hi--lit' : 'hi'}>
      <svg viewBox="-100 -100 200 200">
        <path class="hi__face" d={STAR_FACE} />
        <path class="hi__weave" d={STAR_WEAVE} />
      </svg>
      <span lang={lang}>{words}</span>
    </div>
  );
}
