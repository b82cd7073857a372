import { expect, test } from 'vitest';
import { createVirtualClock } from '../clock/virtualClock.ts';
import { limitRules } from '../limits/limitRules.ts';
import { createMemoryLimits } from '../limits/memoryLimits.ts';
import type { Ticket } from '../matching/Ticket.ts';
import type { PresenceState } from '../contract/index.ts';
import type { Learner } from '../profiles/Learner.ts';
import { aCard, aLearner, anId, aTicket } from '../testing/builders.ts';
import { createFakePushRecords } from '../testing/fakePushRecords.ts';
import { createWaker } from './createWaker.ts';
import type { PushMessage, PushOutcome, Subscription } from './deliverPush.ts';

const WAIT_MS = 25_000;
/** 15:00 in Tashkent. */
const NOON = Date.parse('2026-11-22T10:00:00Z');

/** So many servers over one database, one queue and one count of limits. */
function servers(count = 1) {
  const clock = createVirtualClock(NOON);
  const people = new Map<string, Learner>();
  const states = new Map<string, PresenceState>();
  const { records, add } = createFakePushRecords();
  const limits = createMemoryLimits(limitRules({ registerPerAddressHour: 1 }));
  const tickets: Ticket[] = [];
  const sent: { endpoint: string; message: PushMessage }[] = [];
  const outcomes: PushOutcome[] = [];
  const errors: unknown[] = [];
  const answers = new Map<string, PushOutcome>();
  for (let server = 0; server < count; server++) {
    createWaker({
      clock,
      records,
      tickets: { all: async () => tickets },
      presence: { states: async (ids) => ids.map((id) => states.get(id) ?? 'offline') },
      limits,
      loadLearner: async (userId) => people.get(userId) ?? null,
      wouldMeet: () => true,
      hasRelay: true,
      waitMs: WAIT_MS,
      origin: 'https://gap.uz',
      async deliver({ endpoint }: Subscription, message) {
        sent.push({ endpoint, message });
        return answers.get(endpoint) ?? 'sent';
      },
      onOutcome: (outcome) => outcomes.push(outcome),
      onError: (error) => errors.push(error),
    });
  }
  return {
    clock,
    records,
    sent,
    outcomes,
    errors,
    answers,
    states,
    people,
    wait(fields: Partial<Ticket> = {}): Ticket {
      const ticket = aTicket({ joinedAt: clock.now(), ...fields });
      tickets.push(ticket);
      return ticket;
    },
    sleep(...endpoints: string[]): string {
      const card = aCard({ id: anId() });
      people.set(card.id, aLearner({ card }));
      const preferences = { partnerWaiting: true, quietFrom: null, quietTo: null, timeZone: 'Asia/Tashkent' };
      const woken = { wokenAt: null, wokenDay: null, wokenTimes: 0 };
      const devices = (endpoints.length > 0 ? endpoints : [card.id]).map((endpoint) => ({
        endpoint,
        p256dh: '',
        auth: '',
      }));
      add({ userId: card.id, locale: 'ru', preferences, ...woken }, ...devices);
      return card.id;
    },
    leave: (ticket: Ticket): void => void tickets.splice(tickets.indexOf(ticket), 1),
  };
}

test('a wait of 25 seconds wakes somebody on every device, with words that name nobody', async () => {
  const { clock, sleep, wait, sent } = servers();
  sleep('phone', 'laptop');
  wait();
  await clock.advance(WAIT_MS - 1);
  expect(sent).toEqual([]);
  await clock.advance(5_000);
  expect(sent.map(({ endpoint }) => endpoint)).toEqual(['phone', 'laptop']);
  expect(sent[0]?.message).toEqual({
    ttlSeconds: 60,
    topic: 'partner_waiting',
    payload: {
      web_push: 8030,
      notification: {
        title: 'Есть собеседник вашего уровня',
        body: 'Зайдите сейчас, и сможете сразу поговорить.',
        navigate: 'https://gap.uz/?find=level',
        lang: 'ru',
        dir: 'ltr',
        tag: 'partner_waiting',
        silent: false,
      },
    },
  });
});

test('five people at most are woken for a wait, by however many servers', async () => {
  const { clock, sleep, wait, sent, errors } = servers(4);
  for (let person = 0; person < 12; person++) sleep();
  wait();
  await clock.advance(60_000);
  expect(new Set(sent.map(({ endpoint }) => endpoint)).size).toBe(5);
  expect(sent).toHaveLength(5);
  expect(errors).toEqual([]);
});

test('whoever joins again and again wakes nobody anew', async () => {
  const { clock, sleep, wait, leave, sent } = servers();
  for (let person = 0; person < 12; person++) sleep();
  const { userId } = aTicket();
  for (let again = 0; again < 4; again++) {
    const ticket = wait({ userId });
    await clock.advance(40_000);
    leave(ticket);
  }
  expect(sent).toHaveLength(5);
});

test('a person is woken once, however many wait', async () => {
  const { clock, sleep, wait, sent } = servers(2);
  sleep();
  for (let waiting = 0; waiting < 6; waiting++) wait();
  await clock.advance(60_000);
  expect(sent).toHaveLength(1);
});

test('a wait that ended, or whose device is away, wakes nobody; neither does anybody who is here or gone', async () => {
  const { clock, sleep, wait, leave, states, people, sent } = servers();
  const here = sleep();
  states.set(here, 'online');
  people.delete(sleep());
  const ended = wait();
  wait({ awaySince: NOON });
  await clock.advance(20_000);
  leave(ended);
  wait();
  await clock.advance(60_000);
  expect(sent).toEqual([]);
});

test('a device that has unsubscribed is forgotten; the others stay', async () => {
  const { clock, sleep, wait, records, answers, outcomes } = servers();
  const userId = sleep('stale', 'fresh', 'odd');
  answers.set('stale', 'gone');
  answers.set('odd', 'refused');
  wait();
  await clock.advance(30_000);
  expect(outcomes).toEqual(['gone', 'sent', 'refused']);
  expect((await records.subscriptionsOf(userId)).map(({ endpoint }) => endpoint)).toEqual(['fresh', 'odd']);
});

test('a database that fails is asked again a little later, and nobody is woken twice', async () => {
  const { clock, sleep, wait, records, sent, errors } = servers();
  const { sleepers } = records;
  records.sleepers = async () => {
    throw new Error('away');
  };
  sleep();
  wait();
  await clock.advance(WAIT_MS + 5_000);
  expect(sent).toEqual([]);
  records.sleepers = sleepers;
  await clock.advance(30_000);
  expect(sent).toHaveLength(1);
  expect(errors.length).toBeGreaterThan(0);
});
