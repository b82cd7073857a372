import type { Clock } from '../clock/Clock.ts';
import { repeat } from '../clock/repeat.ts';
import { AppError } from '../contract/errors.ts';
import type { AnswerInviteInput, InviteInput, InviteOutput, ServerEvent } from '../contract/index.ts';
import { WAITS } from '../contract/limits.ts';
import type { NewId } from '../database/createIds.ts';
import type { EventStore } from '../events/EventStore.ts';
import type { Limits } from '../limits/Limits.ts';
import type { Learners } from '../profiles/createLearners.ts';
import type { Learner } from '../profiles/Learner.ts';
import type { Presence } from '../profiles/Presence.ts';
import type { Invite, InviteStore } from './InviteStore.ts';
import type { LiveSession, Member } from './LiveSession.ts';

const SWEEP_MS = 1_000;

interface InvitesDeps {
  clock: Clock;
  newId: NewId;
  invites: InviteStore;
  events: EventStore;
  presence: Presence;
  learners: Learners;
  limits: Limits;
  isMutual(userId: string, otherId: string): Promise<boolean>;
  /** Whether these two may ever talk: no block in either direction, and the age rule. */
  mayTalk(one: Learner, other: Learner): boolean;
  /** Puts both into the session, out of the queue if they wait; false, and nothing is changed, if one of them talks. */
  enter(session: LiveSession): Promise<boolean>;
  /** The session has begun: its two are to be told. */
  onBegun(session: LiveSession): Promise<void>;
  onError(error: unknown): void;
}

export type Invites = ReturnType<typeof createInvites>;

/** Talking again, of two who both want it. */
export function createInvites(deps: InvitesDeps) {
  const { clock, invites, events, presence } = deps;

  const stop = repeat(clock, {
    pauseMs: () => SWEEP_MS,
    onError: deps.onError,
    async run() {
      for (const invite of await invites.takeExpired(clock.now())) await tellOver(invite, 'expired');
    },
  });

  async function tellOver(
    invite: Invite,
    reason: Extract<ServerEvent, { type: 'invite_over' }>['reason'],
  ): Promise<void> {
    for (const userId of [invite.fromUserId, invite.toUserId]) {
      await events.append(userId, null, { type: 'invite_over', inviteId: invite.id, reason });
    }
  }

  /** Their other devices may wait, or show this very invitation. */
  async function tellElsewhere({ members }: LiveSession): Promise<void> {
    for (const { userId, deviceId } of members) {
      await events.append(userId, null, { type: 'taken_elsewhere', deviceId });
    }
  }

  async function checkDevice(userId: string, deviceId: string): Promise<void> {
    if (!(await presence.isAttached(userId, deviceId))) throw new AppError('NO_EVENT_STREAM');
  }

  async function mayTalk(userId: string, otherId: string): Promise<boolean> {
    const [one, other] = await Promise.all([deps.learners.find(userId), deps.learners.find(otherId)]);
    return one !== null && other !== null && deps.mayTalk(one, other);
  }

  async function mayInvite(userId: string, toUserId: string): Promise<boolean> {
    if (userId === toUserId || !(await deps.isMutual(userId, toUserId))) return false;
    return mayTalk(userId, toUserId);
  }

  async function toMember(userId: string, deviceId: string, role: Member['role']): Promise<Member> {
    const { card, hideIp } = await deps.learners.get(userId);
    const fresh = { hasAnswered: false, connectedAt: null, path: null, awaySince: null, ticket: null };
    return { userId, deviceId, role, card, hideIp, ...fresh };
  }

  return {
    stop,

    /** @throws AppError NO_EVENT_STREAM, NOT_MUTUAL, IN_SESSION, PARTNER_BUSY (talking, or not here) */
    async invite(userId: string, { userId: toUserId, deviceId }: InviteInput): Promise<InviteOutput> {
      await deps.limits.consume('invite', userId);
      await checkDevice(userId, deviceId);
      const [own, theirs] = await presence.states([userId, toUserId]);
      if (own === 'in_session') throw new AppError('IN_SESSION');
      // Before anything is told of the other one: who is blocked learns nothing, not even that.
      if (!(await mayInvite(userId, toUserId))) throw new AppError('NOT_MUTUAL');
      if (theirs === 'in_session' || theirs === 'offline') throw new AppError('PARTNER_BUSY');
      const expiresAt = clock.now() + WAITS.inviteMs;
      const invite = { id: deps.newId(), fromUserId: userId, fromDeviceId: deviceId, toUserId, expiresAt };
      const replaced = await invites.put(invite);
      if (replaced) await tellOver(replaced, 'cancelled');
      const { card } = await deps.learners.get(userId);
      const expires = new Date(expiresAt).toISOString();
      await events.append(toUserId, null, {
        type: 'invited',
        inviteId: invite.id,
        from: { ...card, presence: own ?? 'online', lastSeenAt: null },
        expiresAt: expires,
      });
      return { inviteId: invite.id, expiresAt: expires };
    },

    /** The one who asked becomes the offerer. @throws AppError INVITE_OVER, NO_EVENT_STREAM, IN_SESSION */
    async answer(userId: string, { inviteId, accept, deviceId }: AnswerInviteInput): Promise<void> {
      const open = await invites.get(inviteId);
      if (!open || open.toUserId !== userId) throw new AppError('INVITE_OVER');
      if (accept) await checkDevice(userId, deviceId);
      const invite = await invites.take(inviteId);
      if (!invite || invite.expiresAt <= clock.now()) throw new AppError('INVITE_OVER');
      if (!accept) return tellOver(invite, 'declined');
      if (!(await mayTalk(invite.fromUserId, userId))) throw new AppError('INVITE_OVER');
      const session: LiveSession = {
        id: deps.newId(),
        mode: 'invite',
        isAnnounced: false,
        startedAt: clock.now(),
        members: [
          await toMember(invite.fromUserId, invite.fromDeviceId, 'offerer'),
          await toMember(userId, deviceId, 'answerer'),
        ],
      };
      if (!(await deps.enter(session))) {
        await tellOver(invite, 'cancelled');
        throw new AppError('IN_SESSION');
      }
      await tellElsewhere(session);
      await deps.onBegun(session);
    },

    /** Of one's own only; nobody learns of others'. */
    async cancel(userId: string, inviteId: string): Promise<void> {
      if ((await invites.get(inviteId))?.fromUserId !== userId) return;
      const invite = await invites.take(inviteId);
      if (invite) await tellOver(invite, 'cancelled');
    },

    async banned(userId: string): Promise<void> {
      for (const invite of await invites.takeOf(userId)) await tellOver(invite, 'cancelled');
    },

    /** One has blocked the other. */
    async blocked(userId: string, otherId: string): Promise<void> {
      for (const invite of await invites.takeBetween(userId, otherId)) await tellOver(invite, 'cancelled');
    },
  };
}
