import type { PastSession, PublicProfile } from '@suhbatdosh/server/contract';
import { useI18n } from '../i18n/I18nContext.ts';
import { useStores } from '../StoresContext.ts';
import { AgainButton } from './AgainButton.tsx';
import { canTalkAgain } from './canTalkAgain.ts';
import { isHere } from './isHere.ts';

/** At the end of a row: talk again, where both want it and the other is free; else that they are not here, or busy. */
export function AgainOrAway({ person, items }: { person: PublicProfile; items: readonly PastSession[] }) {
  const { text } = useI18n();
  const { connection } = useStores();
  if (connection.state.value === 'offline') return null;
  if (isHere(person)) return canTalkAgain(items, person.id) ? <AgainButton person={person} /> : null;
  return (
    <span class="rows__end">
      {text(person.presence === 'in_session' ? 'presence.in_session' : 'presence.offline')}
    </span>
  );
}
