import type { PublicProfile, Rating } from '@suhbatdosh/server/contract';
import { useEffect, useId, useState } from 'preact/hooks';
import { refusalWords } from '../api/refusalWords.ts';
import { useI18n } from '../i18n/I18nContext.ts';
import { useStores } from '../StoresContext.ts';
import { Icon } from '../ui/Icon.tsx';
import { RefusedLine } from '../ui/RefusedLine.tsx';
import { SMALL_STAR } from '../ui/starPaths.ts';
import { AgainButton } from './AgainButton.tsx';

const RATINGS: readonly Rating[] = ['good', 'fair', 'bad'];

interface RateGroupProps {
  sessionId: string;
  person: PublicProfile;
  /** What was said of this talk before this visit. */
  before: { rating: Rating | null; again: boolean };
}

/** How it was, and whether to talk again. Nothing is chosen beforehand; what is chosen is sent at once. */
export function RateGroup({ sessionId, person, before }: RateGroupProps) {
  const { text } = useI18n();
  const { history } = useStores();
  const name = useId();
  const verdict = history.verdicts.value.get(sessionId);
  const rating = verdict?.rating ?? before.rating;
  const [again, setAgain] = useState(verdict?.again ?? before.again);
  const send = (next: { rating: Rating | null; again: boolean }): void => {
    setAgain(next.again);
    if (next.rating !== null) history.rate({ sessionId, rating: next.rating, again: next.again });
  };
  return (
    <div class="rate-group">
      <fieldset>
        <legend class="h2">{text('rate.title')}</legend>
        <div class="rate">
          {RATINGS.map((each) => (
            <label key={each}>
              <input
                type="radio"
                name={name}
                checked={each === rating}
                onChange={() => send({ rating: each, again })}
              />
              <RatingStar rating={each} />
              {text(`rate.${each}`)}
            </label>
          ))}
        </div>
      </fieldset>
      <label class="line">
        <span>
          <span id={`${name}-again`}>{text('rate.again', { name: person.displayName })}</span>
          <small id={`${name}-hint`} role="status">
            {text(again && rating === null ? 'rate.first' : 'rate.again_hint')}
          </small>
        </span>
        <input
          class="toggle"
          type="checkbox"
          role="switch"
          aria-labelledby={`${name}-again`}
          aria-describedby={`${name}-hint`}
          checked={again}
          onChange={(event) => send({ rating, again: event.currentTarget.checked })}
        />
      </label>
      <RateAnswer sessionId={sessionId} person={person} />
    </div>
  );
}

/** Whole, half, or only its line: good, fair, bad. */
function RatingStar({ rating }: { rating: Rating }) {
  return (
    <svg viewBox="-50 -50 100 100" aria-hidden="true">
      <path class={rating === 'good' ? 'full' : undefined} d={SMALL_STAR} />
      {rating === 'fair' && <path class="full" stroke="none" transform="scale(.55)" d={SMALL_STAR} />}
    </svg>
  );
}

/** That both want it, or that the choice did not arrive. */
function RateAnswer({ sessionId, person }: Pick<RateGroupProps, 'sessionId' | 'person'>) {
  const i18n = useI18n();
  const { history } = useStores();
  const verdict = history.verdicts.value.get(sessionId);
  const isAlone = verdict?.answer.step === 'kept' && verdict.answer.again === 'me';
  // The other side may just be choosing too.
  useEffect(() => (isAlone ? history.watch('closely') : undefined), [isAlone, history]);

  const list = history.state.value;
  const known = list.phase === 'shown' ? list.items.find(({ id }) => id === sessionId) : undefined;
  const answered = verdict?.answer.step === 'kept' ? verdict.answer.again : (known?.again ?? 'none');
  const isMutual = answered === 'mutual' || (answered === 'me' && known?.again === 'mutual');
  return (
    <>
      <div role="status">
        {isMutual && (
          <p class="said">
            <Icon name="star" />
            <span>{i18n.text('rate.mutual')}</span>
          </p>
        )}
      </div>
      {isMutual && <AgainButton person={person} isWide />}
      <RefusedLine
        words={verdict?.answer.step === 'refused' ? refusalWords(verdict.answer.refusal, i18n) : null}
      />
    </>
  );
}
