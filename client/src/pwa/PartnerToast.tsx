import { useI18n } from '../i18n/I18nContext.ts';

/** What a notification would say, to somebody who looks at the app. */
export function PartnerToast({ onFind }: { onFind: () => void }) {
  const { text } = useI18n();
  return (
    <div class="toast toast--in">
      <span>{text('notify.waiting_now')}</span>
      <button type="button" onClick={onFind}>
        {text('home.find')}
      </button>
    </div>
  );
}
