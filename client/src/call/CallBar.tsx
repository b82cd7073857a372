import { formatNumber } from '../i18n/formatNumber.ts';
import { useI18n } from '../i18n/I18nContext.ts';
import type { LiveCall } from '../navigation/Screen.ts';
import { useStores } from '../StoresContext.ts';
import { Icon } from '../ui/Icon.tsx';
import { Quality } from '../ui/Quality.tsx';
import type { CallQuality } from './CallStore.ts';

const BARS: Record<CallQuality, 0 | 1 | 2 | 3> = { good: 3, fair: 2, poor: 1, lost: 0 };
const BYTES_PER_MB = 1_000_000;

/** The connection in words, what it has cost so far, and the way to report and block. */
export function CallBar({ call, onMore }: { call: LiveCall; onMore: () => void }) {
  const { text, locale } = useI18n();
  const store = useStores().call;
  const quality = call.phase === 'reconnecting' ? 'lost' : store.quality.value;
  const amount = formatNumber(store.dataBytes.value / BYTES_PER_MB, locale.value, 1);
  return (
    <header class="call__bar">
      {call.phase !== 'connecting' && (
        <Quality bars={BARS[quality]} words={text(`call.quality_${quality}`)} />
      )}
      {call.phase !== 'connecting' && <span class="call__data">{text('unit.megabytes', { amount })}</span>}
      <button
        class="icon-button"
        type="button"
        aria-haspopup="dialog"
        aria-label={text('safety.label', { name: call.partner.displayName })}
        onClick={onMore}
      >
        <Icon name="more" />
      </button>
    </header>
  );
}
