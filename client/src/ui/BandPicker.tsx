import { useId } from 'preact/hooks';
import { bandWords } from '../i18n/bandWords.ts';
import { formatBand } from '../i18n/formatNumber.ts';
import { useI18n } from '../i18n/I18nContext.ts';
import { Icon } from './Icon.tsx';
import { useHeldButton } from './useHeldButton.ts';

const LOWEST = 0;
const HIGHEST = 9;
const STEP = 0.5;
const WHOLE_BANDS = Array.from({ length: HIGHEST - LOWEST + 1 }, (_, band) => band);

interface BandPickerProps {
  label: string;
  /** 0 to 9 in halves. */
  value: number;
  onChange: (value: number) => void;
}

/** A big number with words that change with it, minus and plus (holding repeats), and a ruler for the arrow keys. */
export function BandPicker({ label, value, onChange }: BandPickerProps) {
  const { text } = useI18n();
  const id = useId();
  const words = text(bandWords(value));
  const move = (by: number): void => {
    const next = Math.min(HIGHEST, Math.max(LOWEST, value + by));
    if (next !== value) onChange(next);
  };
  const less = useHeldButton(() => move(-STEP));
  const more = useHeldButton(() => move(STEP));
  return (
    <fieldset class="band">
      <legend class="sr">{label}</legend>
      <span class="legend" aria-hidden="true">
        {label}
      </span>
      <div class="band__row">
        <button
          class="band__step"
          type="button"
          aria-label={text('band.less')}
          aria-disabled={value <= LOWEST}
          {...less}
        >
          <Icon name="minus" />
        </button>
        <output class="band__number" for={id}>
          {formatBand(value)}
        </output>
        <button
          class="band__step"
          type="button"
          aria-label={text('band.more')}
          aria-disabled={value >= HIGHEST}
          {...more}
        >
          <Icon name="plus" />
        </button>
      </div>
      <p class="band__words" id={`${id}-words`}>
        {words}
      </p>
      <input
        class="band__ruler"
        id={id}
        type="range"
        min={LOWEST}
        max={HIGHEST}
        step={STEP}
        value={value}
        aria-label={label}
        aria-valuetext={`${formatBand(value)}. ${words}`}
        onInput={(event) => onChange(Number(event.currentTarget.value))}
      />
      <div class="band__scale" aria-hidden="true">
        {WHOLE_BANDS.map((band) => (
          <span key={band}>{band}</span>
        ))}
      </div>
    </fieldset>
  );
}
