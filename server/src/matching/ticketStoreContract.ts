import { describe, expect, test } from 'vitest';
import type { LiveSession } from '../sessions/LiveSession.ts';
import { aMember, aSession, aTicket } from '../testing/builders.ts';
import type { Ticket } from './Ticket.ts';
import type { TicketStore } from './TicketStore.ts';

interface Opened {
  tickets: TicketStore;
  /** The session that the queue has put a user into; null: none. */
  sessionOf(userId: string): Promise<LiveSession | null>;
}

const sessionOfBoth = (a: Ticket, b: Ticket): LiveSession =>
  aSession({
    members: [
      aMember({ userId: a.userId, deviceId: a.deviceId, ticket: a }),
      aMember({ userId: b.userId, deviceId: b.deviceId, role: 'answerer', ticket: b }),
    ],
  });

/** What every ticket store promises; run against each adapter. */
export function ticketStoreContract(name: string, open: () => Promise<Opened>): void {
  describe(`${name} as a ticket store`, () => {
    test('keeps one ticket a user, with the old place if the mode is the same', async () => {
      const { tickets } = await open();
      const first = aTicket({ joinedAt: 10, isFront: true, tolerance: 1 });
      const again = aTicket({ userId: first.userId, deviceId: 'other', joinedAt: 20 });
      const other = aTicket({ userId: first.userId, mode: 'roulette', joinedAt: 30 });
      expect(await tickets.put(first)).toEqual({ kind: 'put', ticket: first, replaced: null });
      const kept = { ...again, joinedAt: 10, isFront: true, tolerance: 1 };
      expect(await tickets.put(again)).toEqual({ kind: 'put', ticket: kept, replaced: first });
      expect(await tickets.put(other)).toEqual({ kind: 'put', ticket: other, replaced: kept });
      expect(await tickets.all()).toEqual([other]);
    });

    test('counts the waiting by mode', async () => {
      const { tickets } = await open();
      for (const mode of ['level', 'roulette', 'level'] as const) await tickets.put(aTicket({ mode }));
      expect(await tickets.counts()).toEqual({ roulette: 1, level: 2 });
    });

    test('makes one session of two tickets, once', async () => {
      const { tickets, sessionOf } = await open();
      const [a, b] = [aTicket(), aTicket()];
      await tickets.put(a);
      await tickets.put(b);
      const session = sessionOfBoth(a, b);
      const results = await Promise.all([
        tickets.pair([a.id, b.id], session),
        tickets.pair([a.id, b.id], sessionOfBoth(a, b)),
      ]);
      expect(results.filter(Boolean)).toHaveLength(1);
      expect(await tickets.all()).toEqual([]);
      expect((await sessionOf(a.userId))?.id).toBe((await sessionOf(b.userId))?.id);
    });

    test('pairs nobody whose ticket has gone, was replaced, or whose device is away, and then changes nothing', async () => {
      const { tickets, sessionOf } = await open();
      const [a, b] = [aTicket(), aTicket()];
      await tickets.put(a);
      expect(await tickets.pair([a.id, b.id], sessionOfBoth(a, b))).toBe(false);
      await tickets.put(b);
      await tickets.setAway(b.userId, b.deviceId, 5);
      expect(await tickets.pair([a.id, b.id], sessionOfBoth(a, b))).toBe(false);
      await tickets.put(aTicket({ userId: b.userId }));
      expect(await tickets.pair([a.id, b.id], sessionOfBoth(a, b))).toBe(false);
      await tickets.remove(b.userId);
      expect(await tickets.pair([a.id, b.id], sessionOfBoth(a, b))).toBe(false);
      expect((await tickets.ofUser(a.userId))?.id).toBe(a.id);
      expect(await sessionOf(a.userId)).toBeNull();
    });

    test('gives no ticket to someone who talks', async () => {
      const { tickets } = await open();
      const [a, b] = [aTicket(), aTicket()];
      await tickets.put(a);
      await tickets.put(b);
      await tickets.pair([a.id, b.id], sessionOfBoth(a, b));
      expect(await tickets.put(aTicket({ userId: a.userId }))).toEqual({ kind: 'in_session' });
    });

    test('lets two enter a session of another making, out of the queue, unless one of them talks', async () => {
      const { tickets, sessionOf } = await open();
      const [a, b, c] = [aTicket(), aTicket(), aTicket()];
      await tickets.put(a);
      await tickets.put(c);
      expect(await tickets.enter(sessionOfBoth(a, b))).toBe(true);
      expect(await tickets.ofUser(a.userId)).toBeNull();
      expect(await sessionOf(b.userId)).toEqual(await sessionOf(a.userId));
      expect(await tickets.enter(sessionOfBoth(c, b))).toBe(false);
      expect((await tickets.ofUser(c.userId))?.id).toBe(c.id);
    });

    test('notes only the absence of the device that waits', async () => {
      const { tickets } = await open();
      const ticket = aTicket();
      await tickets.put(ticket);
      expect(await tickets.setAway(ticket.userId, 'another', 5)).toBeNull();
      expect(await tickets.setAway(ticket.userId, ticket.deviceId, 5)).toEqual({ ...ticket, awaySince: 5 });
      expect(await tickets.setAway(ticket.userId, ticket.deviceId, null)).toEqual(ticket);
    });

    test('hands an expired ticket to one caller only', async () => {
      const { tickets } = await open();
      const [gone, here] = [aTicket(), aTicket()];
      await tickets.put(gone);
      await tickets.put(here);
      await tickets.setAway(gone.userId, gone.deviceId, 100);
      expect(await tickets.removeExpired(99)).toEqual([]);
      const [first, second] = await Promise.all([tickets.removeExpired(100), tickets.removeExpired(100)]);
      expect([...first, ...second].map((ticket) => ticket.id)).toEqual([gone.id]);
      expect(await tickets.all()).toEqual([here]);
    });

    test('answers what was changed and removed, and null where there is nothing', async () => {
      const { tickets } = await open();
      const ticket = aTicket();
      expect(await tickets.change(ticket.userId, { id: 'new', tolerance: 1 })).toBeNull();
      expect(await tickets.remove(ticket.userId)).toBeNull();
      await tickets.put(ticket);
      const changed = { ...ticket, id: 'new', tolerance: 1.5 } as const;
      expect(await tickets.change(ticket.userId, { id: 'new', tolerance: 1.5 })).toEqual(changed);
      expect(await tickets.all()).toEqual([changed]);
      expect(await tickets.remove(ticket.userId)).toEqual(changed);
      expect(await tickets.ofUser(ticket.userId)).toBeNull();
    });

    test('makes no pair that was decided on before one of the two changed', async () => {
      const { tickets, sessionOf } = await open();
      const [a, b] = [aTicket(), aTicket()];
      await tickets.put(a);
      await tickets.put(b);
      const learner = { ...a.learner, blocked: [b.userId] };
      expect(await tickets.change(a.userId, { id: 'new', learner })).toEqual({ ...a, id: 'new', learner });
      expect(await tickets.pair([a.id, b.id], sessionOfBoth(a, b))).toBe(false);
      expect(await sessionOf(a.userId)).toBeNull();
      expect(await tickets.pair(['new', b.id], sessionOfBoth(a, b))).toBe(true);
    });
  });
}
