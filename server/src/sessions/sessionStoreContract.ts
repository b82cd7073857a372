import { describe, expect, test } from 'vitest';
import type { ChatMessage } from '../contract/index.ts';
import { WAITS } from '../contract/limits.ts';
import { anId, aSession } from '../testing/builders.ts';
import type { LiveSession } from './LiveSession.ts';
import { MESSAGES_KEPT, type SessionStore } from './SessionStore.ts';

interface Opened {
  sessions: SessionStore;
  /** Puts a session there, as the queue does. */
  insert(session: LiveSession): Promise<void>;
}

const aMessage = (session: LiveSession, fields: Partial<ChatMessage> = {}): ChatMessage => ({
  id: anId(),
  sessionId: session.id,
  from: session.members[0].userId,
  text: 'Hello',
  clientMessageId: anId(),
  sentAt: '2026-01-01T00:00:00.000Z',
  ...fields,
});

/** What every session store promises; run against each adapter. */
export function sessionStoreContract(name: string, open: () => Promise<Opened>): void {
  describe(`${name} as a session store`, () => {
    test('finds a session by its id and by either of its two', async () => {
      const { sessions, insert } = await open();
      const session = aSession();
      await insert(session);
      expect(await sessions.get(session.id)).toEqual(session);
      for (const member of session.members) expect(await sessions.ofUser(member.userId)).toEqual(session);
      expect(await sessions.ofUser(anId())).toBeNull();
      expect(await sessions.count()).toBe(1);
    });

    test('loses no change of two that come at once', async () => {
      const { sessions, insert } = await open();
      const session = aSession();
      await insert(session);
      const later = (now: LiveSession) => ({
        session: { ...now, startedAt: now.startedAt + 1 },
        effects: [],
      });
      await Promise.all(Array.from({ length: 20 }, () => sessions.change(session.id, later)));
      expect((await sessions.get(session.id))?.startedAt).toBe(20);
    });

    test('forgets an ended session but for who was in it', async () => {
      const { sessions, insert } = await open();
      const session = aSession();
      await insert(session);
      await sessions.change(session.id, () => ({ session: null, effects: [] }));
      expect(await sessions.get(session.id)).toBeNull();
      expect(await sessions.ofUser(session.members[0].userId)).toBeNull();
      expect(await sessions.change(session.id, (same) => ({ session: same, effects: [] }))).toBeNull();
      expect(await sessions.addMessage(aMessage(session))).toBeNull();
      expect(await sessions.wasMember(session.id, session.members[1].userId)).toBe(true);
      expect(await sessions.wasMember(session.id, anId())).toBe(false);
    });

    test('names the sessions that time will change', async () => {
      const { sessions, insert } = await open();
      const session = aSession({ startedAt: 1_000 });
      await insert(session);
      expect(await sessions.due(1_000 + WAITS.answerMs - 1)).toEqual([]);
      expect(await sessions.due(1_000 + WAITS.answerMs)).toEqual([session.id]);
    });

    test('keeps a message once, by its sender and clientMessageId', async () => {
      const { sessions, insert } = await open();
      const session = aSession();
      await insert(session);
      const first = aMessage(session);
      const again = aMessage(session, { clientMessageId: first.clientMessageId, text: 'Hello again' });
      const ofPartner = aMessage(session, { ...again, from: session.members[1].userId });
      expect(await sessions.addMessage(first)).toEqual({ message: first, isNew: true, isTold: false });
      expect(await sessions.addMessage(again)).toEqual({ message: first, isNew: false, isTold: false });
      await sessions.messageTold(first);
      expect(await sessions.addMessage(again)).toEqual({ message: first, isNew: false, isTold: true });
      expect(await sessions.addMessage(ofPartner)).toEqual({
        message: ofPartner,
        isNew: true,
        isTold: false,
      });
      expect(await sessions.messages(session.id)).toEqual([first, ofPartner]);
    });

    test('shows the last messages of a long chat', async () => {
      const { sessions, insert } = await open();
      const session = aSession();
      await insert(session);
      for (let number = 0; number < MESSAGES_KEPT + 5; number++) {
        await sessions.addMessage(aMessage(session, { text: String(number) }));
      }
      const kept = await sessions.messages(session.id);
      expect([kept.length, kept[0]?.text, kept.at(-1)?.text]).toEqual([
        MESSAGES_KEPT,
        '5',
        String(MESSAGES_KEPT + 4),
      ]);
    });
  });
}
