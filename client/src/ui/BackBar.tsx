import type { ComponentChildren } from 'preact';
import { useI18n } from '../i18n/I18nContext.ts';
import { Icon } from './Icon.tsx';

/** The bar of a plain page: back on the left, one small thing on the right. */
export function BackBar({
  to,
  onBack,
  children,
}: {
  to: string;
  onBack?: () => void;
  children?: ComponentChildren;
}) {
  const { text } = useI18n();
  const label = text('action.back');
  return (
    <header class="bar bar--in">
      {onBack === undefined ? (
        <a class="icon-button" href={to} aria-label={label}>
          <Icon name="back" />
        </a>
      ) : (
        <button class="icon-button" type="button" aria-label={label} onClick={onBack}>
          <Icon name="back" />
        </button>
      )}
      {children}
    </header>
  );
}
