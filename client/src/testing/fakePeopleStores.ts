import { computed } from '@preact/signals';
import type { Stores } from '../Stores.ts';
import type { FakeStores } from './fakeStores.ts';

type Told = Omit<FakeStores, 'stores'>;

/** The stores about other people, as `createFakeStores` makes the rest. */
export function createFakePeopleStores(
  fake: Told,
  note: (verb: string, ...given: unknown[]) => void,
): Pick<Stores, 'people' | 'history' | 'invites' | 'safety'> {
  const watch = (store: string) => () => {
    note(`${store}.watch`);
    return () => note(`${store}.unwatch`);
  };
  const say = (userId: string, what: 'block' | 'report'): void => {
    fake.steps.value = new Map(fake.steps.value).set(userId, { what, step: 'sending' });
  };
  return {
    people: {
      state: fake.people,
      filter: fake.filter,
      setWho(who) {
        note('people.setWho', who);
        fake.filter.value = { ...fake.filter.value, who };
      },
      setSearch(search) {
        note('people.setSearch', search);
        fake.filter.value = { ...fake.filter.value, search };
      },
      more: () => note('people.more'),
      tryAgain: () => note('people.tryAgain'),
      watch: watch('people'),
    },
    history: {
      state: fake.history,
      verdicts: fake.verdicts,
      rate(input) {
        note('history.rate', input);
        const { sessionId, rating, again } = input;
        const verdict = { rating, again, answer: { step: 'sending' } } as const;
        fake.verdicts.value = new Map(fake.verdicts.value).set(sessionId, verdict);
      },
      more: () => note('history.more'),
      tryAgain: () => note('history.tryAgain'),
      watch: watch('history'),
    },
    invites: {
      outgoing: fake.outgoing,
      incoming: fake.incoming,
      async invite(person) {
        note('invites.invite', person.id);
        fake.outgoing.value = { phase: 'asking_microphone', person };
      },
      giveUp() {
        note('invites.giveUp');
        fake.outgoing.value = { phase: 'none' };
      },
      async accept() {
        note('invites.accept');
      },
      decline() {
        note('invites.decline');
        fake.incoming.value = { phase: 'none' };
      },
    },
    safety: {
      steps: fake.steps,
      keptAway: computed(() => new Set(fake.steps.value.keys())),
      block(userId) {
        note('safety.block', userId);
        say(userId, 'block');
      },
      report(input) {
        note('safety.report', input);
        say(input.userId, 'report');
      },
      tryAgain: (userId) => note('safety.tryAgain', userId),
      blocked: fake.blocked,
      async loadBlocked() {
        note('safety.loadBlocked');
      },
      async unblock(userId) {
        note('safety.unblock', userId);
        return fake.answer.refusal;
      },
    },
  };
}
