import type { Tolerance } from '@suhbatdosh/server/contract';
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Refusal } from '../api/Refusal.ts';
import { refusalWords } from '../api/refusalWords.ts';
import { formatBand, formatNumber } from '../i18n/formatNumber.ts';
import { formatLength } from '../i18n/formatTime.ts';
import { useI18n } from '../i18n/I18nContext.ts';
import type { EndedCall, Searching } from '../navigation/Screen.ts';
import { useStores } from '../StoresContext.ts';
import { RefusedLine } from '../ui/RefusedLine.tsx';
import { Ring } from '../ui/Ring.tsx';
import { Title } from '../ui/Title.tsx';
import { useNow } from '../ui/useNow.ts';
import { offerWider } from './offerWider.ts';
import { untilNextRound } from './untilNextRound.ts';

/** At zero the ring stays full for a moment: now the pairs are made. */
const PAIRING_BEAT_MS = 1_500;

interface WaitingProps {
  search: Searching;
  /** The call that has just failed to connect and put us back here. */
  unconnected: EndedCall | null;
}

export function WaitingScreen({ search, unconnected }: WaitingProps) {
  const { text } = useI18n();
  const { queue, call, connection } = useStores();
  useEffect(() => queue.watch(), [queue]);
  const isAway = connection.state.value === 'offline';
  const nowMs = useNow(500);
  const offer = useOffer(search, nowMs);

  const stop = (): void => {
    if (unconnected !== null) call.dismiss();
    void queue.leave();
  };
  const leave = (
    <button class={offer.distance === null ? 'button' : 'button button--quiet'} type="button" onClick={stop}>
      {text('waiting.leave')}
    </button>
  );
  return (
    <main class={offer.distance === null ? 'waiting tile' : 'waiting waiting--offer tile'}>
      <WaitingBar search={search} />
      <div class="waiting__ring">
        <RoundRing search={search} />
        <div class="waiting__text">
          <div role="status">
            <Title isHidden={offer.distance !== null}>{text(titleOf(search, isAway))}</Title>
          </div>
          <WaitingWords
            search={search}
            unconnected={unconnected}
            nowMs={nowMs}
            isOffered={offer.distance !== null}
          />
        </div>
      </div>
      {offer.distance === null ? (
        <div class="waiting__foot">{leave}</div>
      ) : (
        <WiderOffer distance={offer.distance} onAnswer={offer.onAnswer} refusal={offer.refusal}>
          {leave}
        </WiderOffer>
      )}
    </main>
  );
}

function titleOf(search: Searching, isAway: boolean) {
  if (isAway && search.phase !== 'asking_microphone') {
    return search.phase === 'waiting' ? 'waiting.cut_title' : 'waiting.offline_title';
  }
  switch (search.phase) {
    case 'asking_microphone':
      return 'waiting.asking_title';
    case 'joining':
      return 'waiting.joining_title';
    case 'waiting':
      return 'waiting.title';
  }
}

function WaitingBar({ search }: { search: Searching }) {
  const { text } = useI18n();
  const { account } = useStores();
  const band = account.me.value?.currentBand;
  const isLevel = search.mode === 'level' && search.phase === 'waiting' && band !== undefined;
  return (
    <header class="bar">
      <b>{text(`mode.${search.mode}`)}</b>
      {isLevel && (
        <span class="quiet small num">
          {text('waiting.level', { band: formatBand(band), tolerance: formatBand(search.tolerance) })}
        </span>
      )}
    </header>
  );
}

/**
 * Fills towards the next round by the server's clock; in between numbers, rounds are counted on. Dark while the
 * connection is away: a round then pairs others.
 */
function RoundRing({ search }: { search: Searching }) {
  const i18n = useI18n();
  const { queue, connection } = useStores();
  // Its own, not the screen's: components that read signals are drawn again only for what they read themselves.
  useNow(500);
  const status = queue.status.value;
  const isAway = connection.state.value === 'offline';
  if (search.phase !== 'waiting' || status === null || isAway)
    return <Ring passed={null} number="" unit="" />;
  const roundMs = queue.roundMs.value;
  const sinceRoundMs = queue.serverNow() - Date.parse(status.nextRoundAt);
  if (sinceRoundMs >= 0 && sinceRoundMs < PAIRING_BEAT_MS) {
    return <Ring passed={1} number="0" unit={i18n.text('waiting.pairing')} />;
  }
  const leftMs = untilNextRound(status.nextRoundAt, queue.serverNow(), roundMs);
  const seconds = Math.ceil(leftMs / 1000);
  return (
    <Ring
      passed={1 - (seconds * 1000) / roundMs}
      number={formatNumber(seconds, i18n.locale.value)}
      unit={i18n.counted('waiting.seconds', seconds)}
    />
  );
}

interface WordsProps extends WaitingProps {
  nowMs: number;
  isOffered: boolean;
}

function WaitingWords({ search, unconnected, nowMs, isOffered }: WordsProps) {
  const i18n = useI18n();
  const { queue, connection } = useStores();
  const isAway = connection.state.value === 'offline';
  if (search.phase === 'asking_microphone') return <p class="quiet">{i18n.text('waiting.asking_text')}</p>;
  if (search.phase === 'joining') {
    // There is no place yet that could be kept.
    return <p class="quiet">{isAway ? i18n.text('waiting.offline_text') : '\u00a0'}</p>;
  }
  if (isAway) return <PlaceLeft nowMs={nowMs} />;
  if (isOffered) {
    return (
      <p class="quiet">
        {i18n.text('waiting.since', { time: formatLength(nowMs - search.joinedAtMs, i18n) })}
      </p>
    );
  }
  if (unconnected !== null) {
    return (
      <p class="quiet" role="status">
        {i18n.text('waiting.requeued', { name: unconnected.partner.displayName })}
      </p>
    );
  }
  const waiting = queue.status.value?.waiting;
  const inQueue = waiting === undefined ? 0 : waiting.roulette + waiting.level;
  return (
    <p class="quiet">
      {inQueue > 1 && `${i18n.counted('waiting.queue', inQueue)} `}
      {i18n.text('waiting.kept')}
    </p>
  );
}

/** How much of the grace is left; nothing where it is not known. Outside the live region: nobody wants to hear every second. */
function PlaceLeft({ nowMs }: { nowMs: number }) {
  const { counted } = useI18n();
  const keptUntilMs = useStores().queue.placeKeptUntilMs.value;
  if (keptUntilMs === null) return <p class="quiet">{'\u00a0'}</p>;
  const seconds = Math.max(0, Math.ceil((keptUntilMs - nowMs) / 1000));
  return <p class="quiet num">{counted('waiting.place_left', seconds)}</p>;
}

interface Offer {
  /** null: nothing is offered now. */
  distance: Tolerance | null;
  refusal: Refusal | null;
  onAnswer: (isAccepted: boolean) => void;
}

function useOffer(search: Searching, nowMs: number): Offer {
  const { queue, connection } = useStores();
  // Not while nobody could be told the answer.
  const isAsking = search.phase === 'waiting' && connection.state.value !== 'offline';
  const [answeredAtMs, setAnsweredAtMs] = useState<number | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const distance = isAsking ? offerWider(search, answeredAtMs, nowMs) : null;
  const accept = async (wanted: Tolerance): Promise<void> => {
    const answer = await queue.widen(wanted);
    setRefusal(answer);
    if (answer === null) setAnsweredAtMs(Date.now());
  };
  return {
    distance,
    refusal,
    onAnswer(isAccepted) {
      if (isAccepted && distance !== null) void accept(distance);
      else setAnsweredAtMs(Date.now());
    },
  };
}

interface WiderOfferProps {
  distance: Tolerance;
  refusal: Refusal | null;
  onAnswer: (isAccepted: boolean) => void;
  children: ComponentChildren;
}

function WiderOffer({ distance, refusal, onAnswer, children }: WiderOfferProps) {
  const i18n = useI18n();
  const { text } = i18n;
  const words = { distance: formatBand(distance) };
  return (
    <section class="sheet sheet--in offer" aria-label={text('waiting.offer')}>
      <div role="status">
        <h2>{text('waiting.offer_title')}</h2>
        <p class="quiet lead-gap">{text('waiting.offer_text', words)}</p>
      </div>
      <RefusedLine words={refusal === null ? null : refusalWords(refusal, i18n)} />
      <div class="offer__do">
        <button class="button button--main" type="button" onClick={() => onAnswer(true)}>
          {text('waiting.offer_yes', words)}
        </button>
        <button class="button" type="button" onClick={() => onAnswer(false)}>
          {text('waiting.offer_no')}
        </button>
      </div>
      {children}
    </section>
  );
}
