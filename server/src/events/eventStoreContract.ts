import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { VirtualClock } from '../clock/virtualClock.ts';
import type { ServerEvent } from '../contract/index.ts';
import type { EventReader, EventStore } from './EventStore.ts';

interface Opened {
  events: EventStore;
  clock: VirtualClock;
}

const notice = (code: string): ServerEvent => ({ type: 'notice', code });

async function read(reader: EventReader, count: number): Promise<{ codes: string[]; lastId: string }> {
  const codes: string[] = [];
  let lastId = reader.startId;
  for (let index = 0; index < count; index++) {
    const next = await reader.next();
    if (!next) break;
    lastId = next.id;
    if (next.event.type === 'notice') codes.push(next.event.code);
  }
  return { codes, lastId };
}

/** What every event store promises; run against each adapter. */
export function eventStoreContract(name: string, open: () => Promise<Opened>): void {
  describe(`${name} as an event store`, () => {
    test('hands on what comes after opening, in order, to a reader that waits and to one that is late', async () => {
      const { events } = await open();
      const reader = await events.open('user', 'device', null);
      expect(reader.isResumed).toBe(false);
      const waiting = read(reader, 1);
      await events.append('user', null, notice('1'));
      expect((await waiting).codes).toEqual(['1']);
      await events.append('user', null, notice('2'));
      await events.append('user', 'device', notice('3'));
      expect((await read(reader, 2)).codes).toEqual(['2', '3']);
    });

    test('takes an end of the same session once, and no text for one', async () => {
      const { events } = await open();
      const reader = await events.open('user', 'device', null);
      const ended = (sessionId: string): ServerEvent => ({
        type: 'session_ended',
        sessionId,
        reason: 'left',
        requeued: false,
      });
      await events.append('user', 'device', notice(',"ended one",'));
      await events.append('user', 'device', ended('one'));
      await events.append('user', 'device', ended('one'));
      await events.append('user', 'device', ended('two'));
      await events.append('user', 'device', notice('last'));
      const told: string[] = [];
      for (let index = 0; index < 4; index++) {
        const event = (await reader.next())?.event;
        told.push(event?.type === 'session_ended' ? event.sessionId : (event?.type ?? 'none'));
      }
      expect(told).toEqual(['notice', 'one', 'two', 'notice']);
    });

    test('keeps what is for another device or another user away', async () => {
      const { events } = await open();
      const reader = await events.open('user', 'phone', null);
      await events.open('other', 'phone', null);
      await events.append('user', 'tablet', notice('tablet'));
      await events.append('other', null, notice('other'));
      await events.append('user', 'phone', notice('phone'));
      expect((await read(reader, 1)).codes).toEqual(['phone']);
    });

    test('goes on behind the last event that was seen, without gap or double, over any number of cuts', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(fc.nat(5), { minLength: 1, maxLength: 60 }), async (readsBetweenCuts) => {
          const { events } = await open();
          let reader = await events.open('user', 'device', null);
          let lastId = reader.startId;
          const seen: string[] = [];
          let added = 0;
          for (const reads of readsBetweenCuts) {
            for (let index = 0; index < reads; index++)
              await events.append('user', null, notice(String(added++)));
            const part = await read(reader, Math.floor(reads / 2));
            seen.push(...part.codes);
            if (part.codes.length > 0) lastId = part.lastId;
            reader.close();
            reader = await events.open('user', 'device', lastId);
            expect(reader.isResumed).toBe(true);
          }
          seen.push(...(await read(reader, added - seen.length)).codes);
          expect(seen).toEqual(Array.from({ length: added }, (_, index) => String(index)));
        }),
        { numRuns: 50 },
      );
    });

    test('resumes a minute after the cut, and says so when it cannot', async () => {
      const { events, clock } = await open();
      const first = await events.open('user', 'device', null);
      await events.append('user', null, notice('seen'));
      const { lastId } = await read(first, 1);
      first.close();
      await events.append('user', null, notice('missed'));
      await clock.advance(59_000);
      const second = await events.open('user', 'device', lastId);
      expect(second.isResumed).toBe(true);
      expect((await read(second, 1)).codes).toEqual(['missed']);
      second.close();
      await clock.advance(200_000);
      expect((await events.open('user', 'device', lastId)).isResumed).toBe(false);
    });

    test('does not resume behind an id of another log, of the future or of nonsense', async () => {
      const { events } = await open();
      const reader = await events.open('user', 'device', null);
      const other = await events.open('other', 'device', null);
      await events.append('other', null, notice('x'));
      const { lastId } = await read(other, 1);
      for (const id of [
        lastId,
        `${reader.startId}0`,
        'nonsense',
        '',
        ':',
        'a:b',
        `${reader.startId}:1`,
        '💥:9',
      ]) {
        expect((await events.open('user', 'device', id)).isResumed, id).toBe(false);
      }
    });

    test('ends a reader when the device opens a newer one, and when it is closed', async () => {
      const { events } = await open();
      const old = await events.open('user', 'device', null);
      const waiting = old.next();
      const elsewhere = await events.open('user', 'tablet', null);
      const newer = await events.open('user', 'device', null);
      expect(await waiting).toBeNull();
      expect(await old.next()).toBeNull();
      expect([old.isReplaced, newer.isReplaced, elsewhere.isReplaced]).toEqual([true, false, false]);
      await events.append('user', null, notice('1'));
      expect((await read(newer, 1)).codes).toEqual(['1']);
      expect((await read(elsewhere, 1)).codes).toEqual(['1']);
      const last = newer.next();
      newer.close();
      expect(await last).toBeNull();
      expect(newer.isReplaced).toBe(false);
    });

    test('ends a reader that has fallen too far behind, rather than to keep everything for it', async () => {
      const { events } = await open();
      const reader = await events.open('user', 'device', null);
      for (let index = 0; index < 5_000; index++) await events.append('user', null, notice(String(index)));
      expect(await reader.next()).toBeNull();
    });
  });
}
