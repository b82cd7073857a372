import type { PastSession, PublicProfile } from '@suhbatdosh/server/contract';
import type { ListState } from '../people/PagedList.ts';
import { anEndedCall, aPartner, aPastTalk, aTalk } from './builders.ts';
import type { FakeStores } from './fakeStores.ts';
import { aRefusal } from './fakeStores.ts';
import type { Scene } from './Scene.ts';

const DAY_MS = 24 * 3_600_000;
const MINUTE_MS = 60_000;

const person = (displayName: string, change: Partial<PublicProfile> = {}): PublicProfile =>
  aPartner({
    id: displayName,
    displayName,
    username: displayName.toLowerCase(),
    presence: 'online',
    ...change,
  });

const PEOPLE = [
  person('Dilnoza', { presence: 'waiting' }),
  person('Gʻayrat', { currentBand: 5.5, targetBand: 6.5 }),
  person('Nilufar', { currentBand: 5, targetBand: 6.5 }),
  person('Sardor', { currentBand: 5.5, presence: 'in_session' }),
  person('Abdurahmonjon Toʻxtasinboyev-Qodirov', { targetBand: 7.5 }),
  person('Behruz', { presence: 'offline', lastSeenAt: '2026-11-20T08:00:00.000Z' }),
  person('Oʻgʻiloy', { currentBand: 5 }),
];

const shown = <Item>(items: readonly Item[], step: 'none' | 'some' = 'none'): ListState<Item> => ({
  phase: 'shown',
  items,
  more: { step },
});

const talk = (who: PublicProfile | null, atMs: number, change: Partial<PastSession> = {}): PastSession =>
  aPastTalk({
    id: `${who?.id ?? 'gone'} ${atMs}`,
    partner: who,
    startedAt: new Date(atMs).toISOString(),
    endedAt: new Date(atMs + 12 * MINUTE_MS).toISOString(),
    ...change,
  });

const wish = { rating: 'good', again: 'mutual' } as const;

const past = (nowMs: number): readonly PastSession[] => [
  talk(person('Dilnoza'), nowMs - 30 * MINUTE_MS, wish),
  talk(person('Jasur', { presence: 'offline', currentBand: 5.5 }), nowMs - DAY_MS, { talkMs: 660_000 }),
  talk(person('Gʻayrat', { currentBand: 5.5 }), nowMs - DAY_MS - 60 * MINUTE_MS, {
    ...wish,
    talkMs: 1_440_000,
  }),
  talk(person('Shahnoza', { currentBand: 6.5, presence: 'in_session' }), nowMs - DAY_MS - 90 * MINUTE_MS, {
    talkMs: 1_860_000,
  }),
  talk(null, nowMs - 3 * DAY_MS),
  talk(person('Behruz'), nowMs - 4 * DAY_MS, { talkMs: 0, endReason: 'connect_failed' }),
  talk(person('Zuhra'), nowMs - 9 * DAY_MS),
];

const at = (path: string, set: Scene['set']): Scene => ({ path, set });
const people = (set: (fake: FakeStores) => void): Scene => at('/people', set);
const history = (set: (fake: FakeStores, nowMs: number) => void): Scene => at('/history', set);
const after = (set: (fake: FakeStores) => void): Scene =>
  at('/talk', (fake) => {
    fake.call.value = anEndedCall({});
    set(fake);
  });
const rated = (fake: FakeStores, answer: 'me' | 'mutual'): void => {
  const verdict = { rating: 'good', again: true, answer: { step: 'kept', again: answer } } as const;
  fake.verdicts.value = new Map([['s1', verdict]]);
};
const partnerId = aPartner().id;

const PERSON = '.rows__who';
const REPORT = '.sheet .pair-of button:first-child';
const BLOCK = '.sheet .pair-of button:last-child';

/** What there is to see about other people. */
export const PEOPLE_SCENES: Readonly<Record<string, Scene>> = {
  home_partners: at('/', (fake, nowMs) => (fake.history.value = shown(past(nowMs)))),
  people: people((fake) => (fake.people.value = shown(PEOPLE, 'some'))),
  person: { ...people((fake) => (fake.people.value = shown(PEOPLE))), presses: [PERSON] },
  person_report: { ...people((fake) => (fake.people.value = shown(PEOPLE))), presses: [PERSON, REPORT] },
  person_block: { ...people((fake) => (fake.people.value = shown(PEOPLE))), presses: [PERSON, BLOCK] },
  people_loading: people(() => undefined),
  people_offline: people((fake) => {
    fake.connection.value = 'offline';
    fake.people.value = shown(PEOPLE);
  }),
  people_failed: people((fake) => (fake.people.value = { phase: 'failed', refusal: aRefusal('UNEXPECTED') })),
  people_none: people((fake) => (fake.people.value = shown<PublicProfile>([]))),
  people_not_found: people((fake) => {
    fake.people.value = shown<PublicProfile>([]);
    fake.filter.value = { who: 'here', search: 'gʻulom' };
  }),
  history: history((fake, nowMs) => (fake.history.value = shown(past(nowMs), 'some'))),
  history_person: {
    ...history((fake, nowMs) => (fake.history.value = shown(past(nowMs)))),
    presses: [PERSON],
  },
  history_empty: history((fake) => (fake.history.value = shown<PastSession>([]))),
  history_offline: history((fake) => (fake.connection.value = 'offline')),
  history_more_failed: history((fake, nowMs) => {
    const more = { step: 'failed', refusal: aRefusal('OFFLINE') } as const;
    fake.history.value = { phase: 'shown', items: past(nowMs), more };
  }),
  blocked: at(
    '/profile/blocked',
    (fake) => (fake.blocked.value = { phase: 'shown', people: PEOPLE.slice(3, 6) }),
  ),
  blocked_none: at('/profile/blocked', (fake) => (fake.blocked.value = { phase: 'shown', people: [] })),
  invited: at('/', (fake, nowMs) => {
    const invitation = { inviteId: 'i1', person: person('Dilnoza'), expiresAtMs: nowMs + 23_000 };
    fake.incoming.value = { ...invitation, phase: 'open' };
  }),
  invited_no_microphone: at('/', (fake, nowMs) => {
    const invitation = { inviteId: 'i1', person: person('Dilnoza'), expiresAtMs: nowMs + 23_000 };
    fake.incoming.value = { ...invitation, phase: 'no_microphone', why: 'refused' };
  }),
  inviting: history((fake, nowMs) => {
    fake.history.value = shown(past(nowMs));
    const invitation = { inviteId: 'i1', person: person('Dilnoza'), expiresAtMs: nowMs + 23_000 };
    fake.outgoing.value = { ...invitation, phase: 'waiting' };
  }),
  invite_declined: history((fake, nowMs) => {
    fake.history.value = shown(past(nowMs));
    fake.outgoing.value = { phase: 'over', person: person('Dilnoza'), reason: 'declined' };
  }),
  invite_busy: history((fake, nowMs) => {
    fake.history.value = shown(past(nowMs));
    fake.outgoing.value = { phase: 'refused', person: person('Dilnoza'), refusal: aRefusal('PARTNER_BUSY') };
  }),
  after_rated: after((fake) => rated(fake, 'me')),
  after_mutual: after((fake) => rated(fake, 'mutual')),
  after_blocked: after(
    (fake) => (fake.steps.value = new Map([[partnerId, { what: 'block', step: 'done' }]])),
  ),
  after_report_refused: after(
    (fake) =>
      (fake.steps.value = new Map([
        [partnerId, { what: 'report', step: 'refused', refusal: aRefusal('TOO_MANY_REQUESTS') }],
      ])),
  ),
  call_not_heard: at('/talk', (fake, nowMs) => {
    fake.call.value = aTalk('talking', nowMs - 20_000);
    fake.microphoneTrouble.value = 'refused';
  }),
};
