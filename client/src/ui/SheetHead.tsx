import { useI18n } from '../i18n/I18nContext.ts';
import { Icon } from './Icon.tsx';
import { useFocusOnMount } from './useFocusOnMount.ts';

/**
 * What a sheet, or one step of it, is about, and the down sign that closes it. Takes the focus when it comes, so that
 * it is read out, and so that a key that was just being typed answers nothing.
 */
export function SheetHead({ title, onClose }: { title: string; onClose: () => void }) {
  const { text } = useI18n();
  const heading = useFocusOnMount<HTMLHeadingElement>();
  return (
    <header class="sheet__head">
      <h2 ref={heading} tabIndex={-1}>
        {title}
      </h2>
      <button class="icon-button" type="button" aria-label={text('action.close')} onClick={onClose}>
        <Icon name="down" />
      </button>
    </header>
  );
}
