import type { ChatLine } from '../chat/ChatStore.ts';
import { aMe, anEndedCall, aPartner, aStatus, aTalk } from './builders.ts';
import type { FakeStores } from './fakeStores.ts';
import { aRefusal } from './fakeStores.ts';
import { NOTIFICATION_SCENES } from './notificationScenes.ts';
import { PEOPLE_SCENES } from './peopleScenes.ts';
import { SOUND_SCENES } from './soundScenes.ts';
import type { Scene } from './Scene.ts';

const stranger = (path: string): Scene => ({ path, set: (fake) => (fake.me.value = null) });
const learner = (path: string): Scene => ({ path, set: () => undefined });

const said = (isMine: boolean, text: string, delivery: ChatLine['delivery'] = 'sent'): ChatLine => ({
  clientMessageId: text,
  isMine,
  text,
  sentAtMs: 0,
  delivery,
});

/** As long as a name may be, and in one word. */
const LONG_NAME = 'GʻayratjonOʻktamovToʻlqinjonOʻgʻliWWWWWW';

const LINES = [
  said(false, 'Let’s do part two. Describe a place you like to visit.'),
  said(true, 'OK. One minute to think, then I start'),
  said(false, 'The word was “breathtaking”. I spelled it wrong before'),
  said(true, 'Rahmat, yozib oldim', 'waiting'),
];

const talking = (fake: FakeStores, nowMs: number): void => {
  fake.call.value = aTalk('talking', nowMs - 767_000);
  fake.partnerLevel.value = 0.72;
  fake.myLevel.value = 0.05;
  fake.lines.value = LINES;
  fake.unread.value = 2;
};

const waiting = (fake: FakeStores, nowMs: number, sinceMs: number): void => {
  const mode = sinceMs > 45_000 ? 'level' : 'roulette';
  fake.queue.value = { phase: 'waiting', mode, joinedAtMs: nowMs - sinceMs, tolerance: 0.5 };
};

const ended = (change: Parameters<typeof anEndedCall>[0]): Scene => ({
  path: '/talk',
  set: (fake) => (fake.call.value = anEndedCall(change)),
});

const trouble = (why: 'refused' | 'missing' | 'busy'): Scene => ({
  path: '/talk',
  set: (fake) => (fake.queue.value = { phase: 'no_microphone', mode: 'roulette', why }),
});

export const SCENES: Readonly<Record<string, Scene>> = {
  welcome: stranger('/'),
  login: stranger('/login'),
  register: stranger('/register'),
  home: learner('/'),
  home_long_name: { path: '/', set: (fake) => (fake.me.value = aMe({ displayName: LONG_NAME })) },
  home_offline: { path: '/', set: (fake) => (fake.connection.value = 'offline') },
  home_old: { path: '/', set: (fake) => (fake.skew.value = 'client_old') },
  profile_server_old: { path: '/profile', set: (fake) => (fake.skew.value = 'server_old') },
  home_quiet: {
    path: '/',
    set: (fake) =>
      (fake.status.value = aStatus({ estimatedWaitMs: null, online: 1, waiting: { roulette: 0, level: 0 } })),
  },
  asking: {
    path: '/talk',
    set: (fake) => (fake.queue.value = { phase: 'asking_microphone', mode: 'roulette' }),
  },
  waiting: { path: '/talk', set: (fake, nowMs) => waiting(fake, nowMs, 12_000) },
  waiting_offline: {
    path: '/talk',
    set(fake, nowMs) {
      waiting(fake, nowMs, 12_000);
      fake.connection.value = 'offline';
      fake.placeKeptUntilMs.value = nowMs + 11_800;
    },
  },
  joining_offline: {
    path: '/talk',
    set(fake) {
      fake.queue.value = { phase: 'joining', mode: 'roulette' };
      fake.connection.value = 'offline';
    },
  },
  waiting_requeued: {
    path: '/talk',
    set(fake, nowMs) {
      waiting(fake, nowMs, 32_000);
      fake.call.value = anEndedCall({ reason: 'connect_failed', requeued: true, talkMs: 0 });
    },
  },
  offer: { path: '/talk', set: (fake, nowMs) => waiting(fake, nowMs, 48_000) },
  microphone_refused: trouble('refused'),
  microphone_missing: trouble('missing'),
  microphone_busy: trouble('busy'),
  queue_expired: {
    path: '/talk',
    set: (fake) => (fake.queue.value = { phase: 'lost', mode: 'roulette', why: 'expired' }),
  },
  queue_refused: {
    path: '/talk',
    set: (fake) =>
      (fake.queue.value = {
        phase: 'refused',
        mode: 'roulette',
        refusal: aRefusal('TOO_MANY_REQUESTS', { retryAfterMs: 40_000 }),
      }),
  },
  queue_no_relay: {
    path: '/talk',
    set: (fake) => (fake.queue.value = { phase: 'refused', mode: 'roulette', refusal: aRefusal('NO_RELAY') }),
  },
  connecting: { path: '/talk', set: (fake, nowMs) => (fake.call.value = aTalk('connecting', nowMs)) },
  call: { path: '/talk', set: talking },
  call_chat: { path: '/talk', set: talking, presses: ['.dock__chat'] },
  call_muted: {
    path: '/talk',
    set(fake, nowMs) {
      talking(fake, nowMs);
      fake.isMuted.value = true;
      fake.partnerMuted.value = true;
      fake.partnerLevel.value = 0;
      fake.quality.value = 'poor';
      fake.needsTap.value = true;
    },
  },
  call_long_name: {
    path: '/talk',
    set(fake, nowMs) {
      talking(fake, nowMs);
      const partner = aPartner({ displayName: 'Abdurahmonjon Toʻxtasinboyev-Qodirov' });
      fake.call.value = { ...aTalk('talking', nowMs - 4_000_000), partner };
    },
  },
  call_one_word_name: {
    path: '/talk',
    set(fake, nowMs) {
      talking(fake, nowMs);
      fake.call.value = { ...aTalk('talking', nowMs), partner: aPartner({ displayName: LONG_NAME }) };
    },
  },
  reconnecting: {
    path: '/talk',
    set(fake, nowMs) {
      talking(fake, nowMs);
      const call = aTalk('reconnecting', nowMs - 767_000);
      fake.call.value = { ...call, giveUpAtMs: nowMs + 38_000, who: 'partner' } as typeof call;
    },
  },
  after: ended({}),
  after_long_name: ended({ partner: aPartner({ displayName: LONG_NAME }) }),
  after_failed: ended({ reason: 'connect_failed', talkMs: 0 }),
  after_lost: ended({ reason: 'partner_lost' }),
  after_elsewhere: ended({ reason: 'taken_elsewhere' }),
  ...PEOPLE_SCENES,
  ...NOTIFICATION_SCENES,
  ...SOUND_SCENES,
  profile: learner('/profile'),
  profile_bare: {
    path: '/profile',
    set: (fake) => (fake.me.value = aMe({ gender: null, bio: 'Ikki oydan keyin imtihonim bor.' })),
  },
  profile_long_name: {
    path: '/profile',
    set: (fake) => (fake.me.value = aMe({ displayName: LONG_NAME, username: 'w'.repeat(32) })),
  },
  profile_install: {
    ...learner('/profile'),
    install: 'by_hand',
    presses: ['.set button[aria-haspopup]'],
  },
  edit: learner('/profile/edit'),
  password: learner('/profile/password'),
  not_found: learner('/nowhere'),
};
