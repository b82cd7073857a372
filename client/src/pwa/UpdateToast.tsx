import { useI18n } from '../i18n/I18nContext.ts';

/** Offers the new version; stays until it is taken or a call begins. */
export function UpdateToast({ onTake }: { onTake: () => void }) {
  const { text } = useI18n();
  return (
    <div class="toast toast--in">
      <span>{text('update.ready')}</span>
      <button type="button" onClick={onTake}>
        {text('update.take')}
      </button>
    </div>
  );
}
