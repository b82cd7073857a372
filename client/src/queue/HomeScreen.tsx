import type { Mode, QueueStatus } from '@suhbatdosh/server/contract';
import { useEffect, useState } from 'preact/hooks';
import { CallElsewhere } from '../call/CallElsewhere.tsx';
import { formatBand } from '../i18n/formatNumber.ts';
import { formatClock, formatLength } from '../i18n/formatTime.ts';
import { useI18n } from '../i18n/I18nContext.ts';
import { LastPartners } from '../people/LastPartners.tsx';
import { NotificationOffer } from '../pwa/NotificationOffer.tsx';
import { useStores } from '../StoresContext.ts';
import { Either } from '../ui/Either.tsx';
import { GirihField } from '../ui/GirihField.tsx';
import { Mono } from '../ui/Mono.tsx';
import { NextTurn } from '../ui/NextTurn.tsx';
import { RichText } from '../ui/RichText.tsx';
import { BUTTON_WEAVE, SMALL_STAR, STAR } from '../ui/starPaths.ts';
import { Title } from '../ui/Title.tsx';
import { useNow } from '../ui/useNow.ts';
import { Wordmark } from '../ui/Wordmark.tsx';
import { readMode, writeMode } from './keptMode.ts';
import { useFindLink } from './useFindLink.ts';
import { untilNextRound } from './untilNextRound.ts';

const LIT = [
  [1, -1],
  [0, 1],
  [-1, 0],
] as const;

const MODES: readonly Mode[] = ['roulette', 'level'];
/** More stars than this say nothing more; the number beside them does. */
const STARS_MAX = 12;
/** What a level search keeps to unless it is widened. */
const TOLERANCE = 0.5;

export function HomeScreen() {
  const { text } = useI18n();
  const { account, queue } = useStores();
  const [mode, setMode] = useState<Mode>(readMode);
  useEffect(() => queue.watch(), [queue]);

  const choose = (next: Mode): void => {
    setMode(next);
    writeMode(next);
  };
  useFindLink(choose);

  const me = account.me.value;
  const status = queue.status.value;
  if (me === null || me === undefined) return <main class="home" />;
  return (
    <main class="home">
      <section class="home__tile tile">
        <header class="bar">
          <Wordmark />
          <a href="/profile" aria-label={text('profile.mine')}>
            <Mono name={me.displayName} isHere />
          </a>
        </header>
        <div class="home__hello">
          <Title>{text('home.hello', { name: me.displayName })}</Title>
          <Here status={status} />
        </div>
        <div class="find">
          <GirihField lit={LIT} />
          <button class="star-button" type="button" onClick={() => void queue.find(mode)}>
            <svg viewBox="-100 -100 200 200" aria-hidden="true">
              <path class="star-button__face" d={STAR} />
              <path class="star-button__weave" d={BUTTON_WEAVE} />
            </svg>
            <span>{text('home.find')}</span>
          </button>
        </div>
        <div class="home__mode">
          <NextTurn>
            <Either
              label={text('mode.label')}
              value={mode}
              options={MODES.map((value) => ({ value, words: text(`mode.${value}`) }))}
              onChange={choose}
            />
            <ModeHint mode={mode} currentBand={me.currentBand} />
          </NextTurn>
        </div>
      </section>
      <section class="home__paper">
        <NextTurn>
          <CallElsewhere />
          <dl class="facts">
            <UsualWait status={status} />
            <NextRound status={status} />
          </dl>
          <WaitingNow status={status} mode={mode} />
          <NotificationOffer />
          <LastPartners />
          <p class="note home__keep">{text('home.keep_open')}</p>
        </NextTurn>
      </section>
    </main>
  );
}

/** Nothing until the first numbers are here; the place is kept. */
function Here({ status }: { status: QueueStatus | null }) {
  const { counted } = useI18n();
  const { connection } = useStores();
  // Who was here before the connection went says nothing of now.
  if (status === null || connection.state.value === 'offline') return <p class="quiet">{'\u00a0'}</p>;
  const queued = status.waiting.roulette + status.waiting.level;
  const parts = [
    counted('home.here', status.online),
    ...(queued === 0 ? [] : [counted('home.queued', queued)]),
  ];
  return (
    <p class="here quiet">
      <span>
        <RichText text={parts.join(', ')} />
      </span>
    </p>
  );
}

function ModeHint({ mode, currentBand }: { mode: Mode; currentBand: number }) {
  const { text, counted } = useI18n();
  const { queue } = useStores();
  const from = formatBand(Math.max(0, currentBand - TOLERANCE));
  const to = formatBand(Math.min(9, currentBand + TOLERANCE));
  const words =
    mode === 'level'
      ? text('home.level_hint', { from, to })
      : counted('home.roulette_hint', Math.round(queue.roundMs.value / 1000));
  return <p class="quiet small">{words}</p>;
}

function UsualWait({ status }: { status: QueueStatus | null }) {
  const i18n = useI18n();
  const waitMs = status?.estimatedWaitMs ?? null;
  return (
    <div>
      <dt>{i18n.text('home.usual_wait')}</dt>
      <dd class={waitMs === null ? 'is-unknown' : undefined}>
        {waitMs === null ? i18n.text('home.wait_unknown') : formatLength(toFiveSeconds(waitMs), i18n)}
      </dd>
    </div>
  );
}

/** Nobody waits 37 seconds "as a rule". */
function toFiveSeconds(durationMs: number): number {
  return Math.max(5_000, Math.ceil(durationMs / 5_000) * 5_000);
}

function NextRound({ status }: { status: QueueStatus | null }) {
  const { text } = useI18n();
  const { queue, connection } = useStores();
  useNow(500);
  // A round that we cannot be in is not counted down to.
  const isUnknown = status === null || connection.state.value === 'offline';
  const leftMs = isUnknown
    ? null
    : untilNextRound(status.nextRoundAt, queue.serverNow(), queue.roundMs.value);
  return (
    <div>
      <dt>{text('home.next_round')}</dt>
      <dd>
        <span role="timer">{leftMs === null ? '\u2013' : formatClock(Math.ceil(leftMs / 1000) * 1000)}</span>
      </dd>
    </div>
  );
}

function WaitingNow({ status, mode }: { status: QueueStatus | null; mode: Mode }) {
  const { text } = useI18n();
  const { connection } = useStores();
  const isKnown = status !== null && connection.state.value !== 'offline';
  return (
    <div class="home__who">
      <h2>{text('home.waiting_now')}</h2>
      <ul class="levels">
        {MODES.map((each) => {
          const count = isKnown ? status.waiting[each] : 0;
          return (
            <li key={each} aria-current={each === mode ? 'true' : undefined}>
              <span>{text(`mode.${each}`)}</span>
              <span class="levels__stars" aria-hidden="true">
                {Array.from({ length: Math.min(count, STARS_MAX) }, (_, index) => (
                  <svg key={index} viewBox="-50 -50 100 100">
                    <path d={SMALL_STAR} />
                  </svg>
                ))}
              </span>
              <span class="num">{isKnown ? count : '\u2013'}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
