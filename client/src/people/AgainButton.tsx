import type { PublicProfile } from '@suhbatdosh/server/contract';
import { useI18n } from '../i18n/I18nContext.ts';
import { useStores } from '../StoresContext.ts';

/** Invites somebody with whom the wish is mutual. */
export function AgainButton({ person, isWide = false }: { person: PublicProfile; isWide?: boolean }) {
  const { text } = useI18n();
  const { invites } = useStores();
  const name = person.displayName;
  return (
    <button
      class={isWide ? 'button' : 'button button--small'}
      type="button"
      aria-label={isWide ? undefined : `${text('again.short')}: ${text('again.ask', { name })}`}
      onClick={() => void invites.invite(person)}
    >
      {isWide ? text('again.ask', { name }) : text('again.short')}
    </button>
  );
}
