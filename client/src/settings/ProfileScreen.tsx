import type { Me } from '@suhbatdosh/server/contract';
import { formatBand } from '../i18n/formatNumber.ts';
import { formatDay } from '../i18n/formatTime.ts';
import { useI18n } from '../i18n/I18nContext.ts';
import { useStores } from '../StoresContext.ts';
import { Mono } from '../ui/Mono.tsx';
import { SMALL_STAR } from '../ui/starPaths.ts';
import { Title } from '../ui/Title.tsx';
import { AccountGroup } from './AccountGroup.tsx';
import { SoundGroup } from './SoundGroup.tsx';
import { NotificationGroup } from './NotificationGroup.tsx';
import { TalkGroup } from './TalkGroup.tsx';

/** A row of more steps than this would not fit a small phone. */
const STEPS_MAX = 6;

export function ProfileScreen() {
  const { text, locale } = useI18n();
  const me = useStores().account.me.value;
  if (me === null || me === undefined) return <main class="page" />;
  const date = formatDay(new Date(me.memberSince), locale.value);
  return (
    <main class="page">
      <header class="bar bar--in">
        <b>{text('profile.title')}</b>
        <a class="button button--small" href="/profile/edit">
          {text('profile.edit')}
        </a>
      </header>
      <div class="me">
        <Mono name={me.displayName} isHere />
        <div>
          <Title>{me.displayName}</Title>
          <p class="quiet small">{me.username}</p>
          <p class="quiet small">{text('profile.since', { date })}</p>
        </div>
      </div>
      <Way me={me} />
      {me.bio !== null && me.bio !== '' && <p class="me__bio">{me.bio}</p>}
      <TalkGroup me={me} />
      <SoundGroup />
      <NotificationGroup />
      <AccountGroup me={me} />
    </main>
  );
}

/** From the band of now to the goal, a star for each half band between. */
function Way({ me }: { me: Me }) {
  const { text } = useI18n();
  const between = Math.round((me.targetBand - me.currentBand) * 2) - 1;
  return (
    <dl class="way">
      <div>
        <dt>{text('profile.now')}</dt>
        <dd>{formatBand(me.currentBand)}</dd>
      </div>
      <div class="way__steps" aria-hidden="true">
        {Array.from({ length: Math.min(STEPS_MAX, Math.max(0, between)) }, (_, index) => (
          <svg key={index} viewBox="-50 -50 100 100">
            <path d={SMALL_STAR} />
          </svg>
        ))}
      </div>
      <div class="way__goal">
        <dt>{text('profile.goal')}</dt>
        <dd>{formatBand(me.targetBand)}</dd>
      </div>
    </dl>
  );
}
