import { useState } from 'preact/hooks';
import { useI18n } from '../i18n/I18nContext.ts';
import { useStores } from '../StoresContext.ts';

/**
 * Asks in our own words before the browser does: its question can be put only once. Nothing is shown where it cannot be
 * turned on, and never again to who has said no; the settings have it all the same.
 */
export function NotificationOffer() {
  const { text } = useI18n();
  const { notifications } = useStores();
  const [isAccepted, setAccepted] = useState(false);
  const { phase } = notifications.state.value;
  const isDone = isAccepted && phase === 'on';
  const isPending = isAccepted && phase === 'turning_on';
  if (!notifications.isOffered.value && !isDone && !isPending) return null;
  const accept = (): void => {
    setAccepted(true);
    void notifications.turnOn();
  };
  return (
    <section class="offer-card" role="status">
      {isDone ? (
        <p>{text('notify.offer_done')}</p>
      ) : (
        <>
          <div>
            <h2>{text('notify.offer_title')}</h2>
            <p class="quiet small">{text('notify.offer_text')}</p>
          </div>
          <div class="offer-card__do">
            <button class="button button--small" type="button" disabled={isPending} onClick={accept}>
              {text(isPending ? 'notify.turning_on' : 'notify.offer_yes')}
            </button>
            <button
              class="button button--small button--quiet"
              type="button"
              onClick={notifications.declineOffer}
            >
              {text('notify.offer_no')}
            </button>
          </div>
        </>
      )}
    </section>
  );
}
