import { computed, signal } from '@preact/signals';
import type { PublicProfile, ServerEvent, SessionView } from '@suhbatdosh/server/contract';
import type { Api } from '../api/Api.ts';
import type { Clock } from '../api/Clock.ts';
import type { Connection } from '../api/Connection.ts';
import type { Refusal } from '../api/Refusal.ts';
import { toRefusal } from '../api/toRefusal.ts';
import { whenOnline } from '../api/whenOnline.ts';
import type { Microphone } from '../call/Microphone.ts';
import type { IncomingInvite, Invitation, InviteStore, OutgoingInvite } from './InviteStore.ts';

const INVITE_MS = 30_000;
/** The server looks for what has expired once a second, and its word needs a moment to come. */
const GRACE_MS = 3_000;
const TRY_AGAIN_MS = 300;
const TOO_LATE: Refusal = { code: 'INVITE_OVER', fields: [], retryAfterMs: null, requestId: null };

interface InviteOptions {
  api: Pick<Api, 'invites'>;
  connection: Pick<Connection, 'state' | 'clockOffsetMs' | 'deviceId' | 'onEvent'>;
  microphone: Pick<Microphone, 'open'>;
  clock: Clock;
  /** null: nobody is logged in. */
  userId: () => string | null;
}

export interface InviteEngine extends InviteStore {
  /** False for the call of an invitation that was given up while the other side said yes. */
  acceptsMatch(session: SessionView): boolean;
  /** Nothing between us and this person any more. */
  keepAway(userId: string): void;
  /** For somebody else, or nobody, who is logged in now. */
  reset(): void;
}

export function createInviteStore(options: InviteOptions): InviteEngine {
  const { api, connection, microphone, clock } = options;
  const outgoing = signal<OutgoingInvite>({ phase: 'none' });
  const incoming = signal<IncomingInvite>({ phase: 'none' });
  let later: readonly Invitation[] = [];
  /** By user id: until when (device time) a call that comes of a given up invitation is not wanted. */
  const givenUp = new Map<string, number>();
  let stopOutgoing = (): void => {};
  let stopIncoming = (): void => {};
  /** Counts changes of each side, so that what an earlier one still awaits does nothing. */
  let outgoingTurn = 0;
  let incomingTurn = 0;

  const becomeOutgoing = (next: OutgoingInvite): void => {
    outgoingTurn += 1;
    stopOutgoing();
    outgoing.value = next;
    if (next.phase === 'waiting') {
      const leftMs = next.expiresAtMs + GRACE_MS - clock.now();
      stopOutgoing = clock.after(leftMs, () =>
        becomeOutgoing({ phase: 'over', person: next.person, reason: 'expired' }),
      );
    }
  };

  const becomeIncoming = (next: IncomingInvite): void => {
    incomingTurn += 1;
    stopIncoming();
    incoming.value = next;
    if (next.phase === 'none') showNext();
    else if (next.phase !== 'refused') {
      stopIncoming = clock.after(next.expiresAtMs - clock.now(), expireIncoming);
    }
  };

  /** One that nobody has touched goes away without a word; who has said yes hears that it was too late. */
  const expireIncoming = (): void => {
    const now = incoming.value;
    if (now.phase === 'none' || now.phase === 'refused') return;
    becomeIncoming(
      now.phase === 'open' ? { phase: 'none' } : { phase: 'refused', person: now.person, refusal: TOO_LATE },
    );
  };

  const showNext = (): void => {
    const [next, ...rest] = later.filter(({ expiresAtMs }) => expiresAtMs > clock.now());
    later = rest;
    if (next !== undefined) becomeIncoming({ ...next, phase: 'open' });
  };

  /** Sends again what a cut, or a stream that is not open yet, has kept from arriving. `isWanted`: still. */
  const insist = async <T>(send: () => Promise<T>, isWanted: () => boolean): Promise<T | Refusal | null> => {
    await new Promise<void>((resolve) => void whenOnline(connection.state, resolve));
    if (!isWanted()) return null;
    try {
      return await send();
    } catch (error) {
      const refusal = toRefusal(error);
      if (refusal.code !== 'OFFLINE' && refusal.code !== 'NO_EVENT_STREAM') return refusal;
      await new Promise<void>((resolve) => void clock.after(TRY_AGAIN_MS, resolve));
      return isWanted() ? insist(send, isWanted) : null;
    }
  };

  const ask = async (person: PublicProfile): Promise<void> => {
    becomeOutgoing({ phase: 'sending', person });
    const mine = outgoingTurn;
    // An answer that does not come within the time of an invitation is none.
    stopOutgoing = clock.after(INVITE_MS, () => becomeOutgoing({ phase: 'over', person, reason: 'expired' }));
    const answer = await insist(
      () => api.invites.send({ userId: person.id, deviceId: connection.deviceId }),
      () => mine === outgoingTurn,
    );
    if (answer === null) return;
    if (mine !== outgoingTurn) {
      if ('inviteId' in answer) cancel(answer.inviteId);
      return;
    }
    if ('code' in answer) {
      becomeOutgoing({ phase: 'refused', person, refusal: answer });
      return;
    }
    const { inviteId, expiresAt } = answer;
    becomeOutgoing({ phase: 'waiting', person, inviteId, expiresAtMs: toDeviceTime(expiresAt) });
  };

  const toDeviceTime = (at: string): number => Date.parse(at) - connection.clockOffsetMs.peek();

  const cancel = (inviteId: string): void => {
    api.invites.cancel(inviteId).catch(() => {
      // Then it expires, and a call that comes of it is ended at once.
    });
  };

  const giveUp = (): void => {
    const now = outgoing.value;
    if (now.phase === 'sending' || now.phase === 'waiting') {
      givenUp.set(now.person.id, clock.now() + INVITE_MS + GRACE_MS);
    }
    if (now.phase === 'waiting') cancel(now.inviteId);
    becomeOutgoing({ phase: 'none' });
  };

  const accept = async (): Promise<void> => {
    const now = incoming.value;
    if (now.phase !== 'open' && now.phase !== 'no_microphone') return;
    const { inviteId, person, expiresAtMs } = now;
    const invitation: Invitation = { inviteId, person, expiresAtMs };
    giveUp();
    givenUp.delete(person.id);
    becomeIncoming({ ...invitation, phase: 'asking_microphone' });
    const asked = incomingTurn;
    const trouble = await microphone.open();
    if (asked !== incomingTurn) return;
    if (trouble !== null) {
      becomeIncoming({ ...invitation, phase: 'no_microphone', why: trouble });
      return;
    }
    becomeIncoming({ ...invitation, phase: 'accepting' });
    const mine = incomingTurn;
    const refusal = await insist(
      async () => {
        await api.invites.answer({ inviteId, accept: true, deviceId: connection.deviceId });
        return null;
      },
      () => mine === incomingTurn,
    );
    // Accepted: `matched` is on its way, and takes the sheet away.
    if (mine === incomingTurn && refusal !== null) becomeIncoming({ phase: 'refused', person, refusal });
  };

  const decline = (): void => {
    const now = incoming.value;
    becomeIncoming({ phase: 'none' });
    if (now.phase === 'none' || now.phase === 'refused' || connection.state.peek() !== 'online') return;
    const { inviteId } = now;
    api.invites.answer({ inviteId, accept: false, deviceId: connection.deviceId }).catch(() => {
      // Then it expires, which says the same a little later.
    });
  };

  const receive = (event: Extract<ServerEvent, { type: 'invited' }>): void => {
    const { inviteId, from: person } = event;
    const invitation: Invitation = { inviteId, person, expiresAtMs: toDeviceTime(event.expiresAt) };
    if (incoming.value.phase === 'none') becomeIncoming({ ...invitation, phase: 'open' });
    else later = [...later, invitation];
    if (isCrossing(person)) void accept();
  };

  /** Both have asked each other: nobody is to wait for an answer. Only one of the two says yes, the other is called. */
  const isCrossing = (person: PublicProfile): boolean => {
    const mine = outgoing.value;
    const isAsked = mine.phase === 'sending' || mine.phase === 'waiting';
    const shown = incoming.value;
    const isShown = shown.phase !== 'none' && shown.person.id === person.id;
    return isAsked && isShown && mine.person.id === person.id && (options.userId() ?? '') < person.id;
  };

  const hearOver = ({ inviteId, reason }: Extract<ServerEvent, { type: 'invite_over' }>): void => {
    later = later.filter((invitation) => invitation.inviteId !== inviteId);
    const mine = outgoing.value;
    if (mine.phase === 'waiting' && mine.inviteId === inviteId) {
      becomeOutgoing({ phase: 'over', person: mine.person, reason });
    }
    const theirs = incoming.value;
    if (theirs.phase !== 'none' && theirs.phase !== 'refused' && theirs.inviteId === inviteId) {
      expireIncoming();
    }
  };

  const clear = (): void => {
    later = [];
    becomeOutgoing({ phase: 'none' });
    becomeIncoming({ phase: 'none' });
  };

  connection.onEvent((event) => {
    switch (event.type) {
      case 'invited':
        return receive(event);
      case 'invite_over':
        return hearOver(event);
      case 'matched':
        return acceptsMatch(event.session) ? clear() : undefined;
      case 'taken_elsewhere':
        return event.deviceId === connection.deviceId ? undefined : clear();
      default:
        return undefined;
    }
  });

  const acceptsMatch = ({ mode, partner }: SessionView): boolean =>
    mode !== 'invite' || (givenUp.get(partner.id) ?? 0) < clock.now();

  return {
    outgoing: computed(() => outgoing.value),
    incoming: computed(() => incoming.value),
    async invite(person) {
      givenUp.delete(person.id);
      becomeOutgoing({ phase: 'asking_microphone', person });
      const mine = outgoingTurn;
      const trouble = await microphone.open();
      if (mine !== outgoingTurn) return;
      if (trouble === null) await ask(person);
      else becomeOutgoing({ phase: 'no_microphone', person, why: trouble });
    },
    giveUp,
    accept,
    decline,
    acceptsMatch,
    keepAway(userId) {
      later = later.filter(({ person }) => person.id !== userId);
      const mine = outgoing.value;
      if (mine.phase !== 'none' && mine.person.id === userId) giveUp();
      const theirs = incoming.value;
      if (theirs.phase !== 'none' && theirs.person.id === userId) becomeIncoming({ phase: 'none' });
    },
    reset() {
      givenUp.clear();
      clear();
    },
  };
}
