import type { PublicProfile } from '@suhbatdosh/server/contract';
import { formatDayName } from '../i18n/formatDayName.ts';
import { useI18n } from '../i18n/I18nContext.ts';
import { useStores } from '../StoresContext.ts';
import { MINUTE_MS, useNow } from '../ui/useNow.ts';

/** What somebody does now, as the last answer had it; while the server is away nobody knows, and nothing is said. */
export function PresenceWords({ person }: { person: PublicProfile }) {
  const i18n = useI18n();
  const { connection } = useStores();
  const nowMs = useNow(MINUTE_MS);
  if (connection.state.value === 'offline') return null;
  if (person.presence !== 'offline') {
    const isWaiting = person.presence === 'waiting';
    return (
      <span class={isWaiting ? 'rows__end rows__end--now' : 'rows__end'}>
        {i18n.text(`presence.${person.presence}`)}
      </span>
    );
  }
  const words =
    person.lastSeenAt === null
      ? i18n.text('presence.offline')
      : i18n.text('presence.seen', {
          day: formatDayName(new Date(person.lastSeenAt), new Date(nowMs), i18n),
        });
  return <span class="rows__end">{words}</span>;
}
