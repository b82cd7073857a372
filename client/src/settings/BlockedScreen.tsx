import type { PublicProfile } from '@suhbatdosh/server/contract';
import { useEffect, useState } from 'preact/hooks';
import type { Refusal } from '../api/Refusal.ts';
import { refusalWords } from '../api/refusalWords.ts';
import { useI18n } from '../i18n/I18nContext.ts';
import { useStores } from '../StoresContext.ts';
import { BackBar } from '../ui/BackBar.tsx';
import { Empty } from '../ui/Empty.tsx';
import { Mono } from '../ui/Mono.tsx';
import { RefusedLine } from '../ui/RefusedLine.tsx';
import { Title } from '../ui/Title.tsx';

export function BlockedScreen() {
  const i18n = useI18n();
  const { text } = i18n;
  const { safety } = useStores();
  useEffect(() => void safety.loadBlocked(), [safety]);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const unblock = async ({ id }: PublicProfile): Promise<void> => setRefusal(await safety.unblock(id));
  const state = safety.blocked.value;
  return (
    <main class="page">
      <div>
        <BackBar to="/profile" />
        <Title>{text('blocked.title')}</Title>
        <p class="quiet lead-gap">{text('blocked.text')}</p>
      </div>
      <RefusedLine words={refusal === null ? null : refusalWords(refusal, i18n)} />
      {state.phase === 'loading' && (
        <p class="quiet late" role="status">
          {text('list.loading')}
        </p>
      )}
      {state.phase === 'failed' && (
        <Empty words={refusalWords(state.refusal, i18n)}>
          <button class="button button--small" type="button" onClick={() => void safety.loadBlocked()}>
            {text('action.try_again')}
          </button>
        </Empty>
      )}
      {state.phase === 'shown' && state.people.length === 0 && <Empty words={text('blocked.empty')} />}
      {state.phase === 'shown' && state.people.length > 0 && (
        <ul class="rows">
          {state.people.map((person) => (
            <li key={person.id}>
              <Mono name={person.displayName} isHere={false} />
              <div class="rows__text">
                <b>{person.displayName}</b>
                <span>{person.username}</span>
              </div>
              <button
                class="button button--small"
                type="button"
                aria-label={`${text('blocked.unblock')}: ${person.displayName}`}
                onClick={() => void unblock(person)}
              >
                {text('blocked.unblock')}
              </button>
            </li>
          ))}
        </ul>
      )}
    </main>
  );
}
