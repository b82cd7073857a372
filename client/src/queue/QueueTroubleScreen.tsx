import type { Refusal } from '../api/Refusal.ts';
import { refusalWords } from '../api/refusalWords.ts';
import { useI18n } from '../i18n/I18nContext.ts';
import type { Screen } from '../navigation/Screen.ts';
import { useStores } from '../StoresContext.ts';
import { Title } from '../ui/Title.tsx';
import { TroubleStar } from '../ui/TroubleStar.tsx';

type Trouble = Extract<Screen, { name: 'queue_trouble' }>['trouble'];

/** The search is over without a match, or never began. */
export function QueueTroubleScreen({ trouble }: { trouble: Trouble }) {
  const i18n = useI18n();
  const { text } = i18n;
  const { queue } = useStores();
  const kind = trouble.phase === 'refused' ? 'refused' : trouble.why === 'expired' ? 'expired' : 'elsewhere';
  const words =
    trouble.phase === 'refused'
      ? refusalWords(trouble.refusal, i18n)
      : text(trouble.why === 'expired' ? 'queue.expired_text' : 'queue.elsewhere_text');
  const remedy = trouble.phase === 'refused' ? remedyFor(trouble.refusal) : null;
  return (
    <main class="page page--tall">
      <div>
        <TroubleStar icon="alert" />
        <Title>{text(`queue.${kind}_title`)}</Title>
        <p class="quiet lead-gap">{words}</p>
      </div>
      <div />
      <div class="tight">
        {remedy !== null && (
          <a class="button button--main" href={remedy}>
            {text('profile.mine')}
          </a>
        )}
        <button
          class={remedy === null ? 'button button--main' : 'button'}
          type="button"
          onClick={() => void queue.find(trouble.mode)}
        >
          {text('action.try_again')}
        </button>
        <button class="button button--quiet" type="button" onClick={() => void queue.leave()}>
          {text('action.home')}
        </button>
      </div>
    </main>
  );
}

/** The page on which the learner can put right what was refused; null: nothing of theirs is wrong. */
function remedyFor({ code }: Refusal): string | null {
  if (code === 'NO_RELAY') return '/profile';
  return code === 'GENDER_NEEDED' ? '/profile/edit' : null;
}
