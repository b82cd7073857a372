import { useI18n } from '../i18n/I18nContext.ts';
import { Icon } from '../ui/Icon.tsx';
import type { IconName } from '../ui/Icon.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { SheetHead } from '../ui/SheetHead.tsx';

const STEPS = [
  { icon: 'share', words: 'install.share', hint: 'install.share_hint' },
  { icon: 'add', words: 'install.add', hint: 'install.add_hint' },
  { icon: 'star', words: 'install.done', hint: 'install.done_hint' },
] as const satisfies readonly { icon: IconName; words: string; hint: string }[];

/** An iPhone has no button for it: the three taps, as they are drawn there. */
export function InstallSheet({ onClose }: { onClose: () => void }) {
  const { text } = useI18n();
  return (
    <Sheet label={text('install.title')} onClose={onClose}>
      <SheetHead title={text('install.title')} onClose={onClose} />
      <ol class="steps steps--drawn">
        {STEPS.map(({ icon, words, hint }) => (
          <li key={icon}>
            <span>
              {text(words)}
              <small>{text(hint)}</small>
            </span>
            <Icon name={icon} />
          </li>
        ))}
      </ol>
    </Sheet>
  );
}
