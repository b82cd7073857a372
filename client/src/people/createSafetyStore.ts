import { computed, signal } from '@preact/signals';
import type { ReportInput } from '@suhbatdosh/server/contract';
import type { Api } from '../api/Api.ts';
import type { Clock } from '../api/Clock.ts';
import type { Connection } from '../api/Connection.ts';
import { createOutbox } from '../api/createOutbox.ts';
import { refusalOf } from '../api/refusalOf.ts';
import { toRefusal } from '../api/toRefusal.ts';
import type { BlockedPeople, SafetyStep, SafetyStore } from './SafetyStore.ts';

interface SafetyOptions {
  api: Pick<Api, 'safety'>;
  connection: Pick<Connection, 'state'>;
  clock: Clock;
  /** What runs with this person is to end now. */
  onKeptAway: (userId: string) => void;
}

export interface SafetyEngine extends SafetyStore {
  /** For somebody else, or nobody, who is logged in now. */
  reset(): void;
}

type Wish = { what: 'block'; userId: string } | { what: 'report'; userId: string; input: ReportInput };

export function createSafetyStore({ api, connection, clock, onKeptAway }: SafetyOptions): SafetyEngine {
  const steps = signal<ReadonlyMap<string, SafetyStep>>(new Map());
  const blocked = signal<BlockedPeople>({ phase: 'loading' });
  const wishes = new Map<string, Wish>();

  const note = (userId: string, step: SafetyStep): void => {
    steps.value = new Map(steps.value).set(userId, step);
  };

  /** A report whose answer was lost arrives twice: that costs the operator a glance, a lost one would cost more. */
  const outbox = createOutbox<Wish>({
    send: async (wish) => {
      await (wish.what === 'block' ? api.safety.block(wish.userId) : api.safety.report(wish.input));
      note(wish.userId, { what: wish.what, step: 'done' });
    },
    onRefused: ({ what, userId }, refusal) => note(userId, { what, step: 'refused', refusal }),
    connection,
    clock,
  });

  const send = (wish: Wish): void => {
    wishes.set(wish.userId, wish);
    note(wish.userId, { what: wish.what, step: 'sending' });
    onKeptAway(wish.userId);
    outbox.push(wish);
  };

  return {
    steps: computed(() => steps.value),
    keptAway: computed(
      () => new Set([...steps.value].filter(([, { step }]) => step !== 'refused').map(([userId]) => userId)),
    ),
    block: (userId) => send({ what: 'block', userId }),
    report: (input) => send({ what: 'report', userId: input.userId, input }),
    tryAgain(userId) {
      const wish = wishes.get(userId);
      if (wish !== undefined) send(wish);
    },
    blocked: computed(() => blocked.value),
    async loadBlocked() {
      if (blocked.value.phase === 'failed') blocked.value = { phase: 'loading' };
      try {
        blocked.value = { phase: 'shown', people: await api.safety.blocked() };
      } catch (error) {
        // An older answer is better than none.
        if (blocked.value.phase !== 'shown') blocked.value = { phase: 'failed', refusal: toRefusal(error) };
      }
    },
    async unblock(userId) {
      const refusal = await refusalOf(api.safety.unblock(userId));
      if (refusal !== null) return refusal;
      wishes.delete(userId);
      steps.value = new Map([...steps.value].filter(([id]) => id !== userId));
      if (blocked.value.phase === 'shown') {
        blocked.value = {
          phase: 'shown',
          people: blocked.value.people.filter(({ id }) => id !== userId),
        };
      }
      return null;
    },
    reset() {
      outbox.clear();
      wishes.clear();
      steps.value = new Map();
      blocked.value = { phase: 'loading' };
    },
  };
}
