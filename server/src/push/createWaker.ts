import type { Clock } from '../clock/Clock.ts';
import { repeat } from '../clock/repeat.ts';
import { AppError } from '../contract/errors.ts';
import type { Band, Locale } from '../contract/index.ts';
import type { Limits } from '../limits/Limits.ts';
import type { Ticket } from '../matching/Ticket.ts';
import type { TicketStore } from '../matching/TicketStore.ts';
import type { Learner } from '../profiles/Learner.ts';
import type { Presence } from '../profiles/Presence.ts';
import type { PushMessage, PushOutcome, Subscription } from './deliverPush.ts';
import type { PushRecords } from './PushRecords.ts';
import { PARTNER_WAITING } from './pushWords.ts';
import { WAKE_LIMITS } from './wakeLimits.ts';
import { whomToWake } from './whomToWake.ts';

const LOOK_EVERY_MS = 5_000;
/** `wake_others` lets a person's wait wake people again after this. */
const AGAIN_AFTER_MS = 10 * 60_000;
/** Looked at for one who waits; those longest left in peace, so that in a large crowd everybody's turn comes. */
const CANDIDATES_MAX = 100;
const HALF_BAND = 0.5;
/** Who waits is gone after a minute or has been found. */
const TTL_SECONDS = 60;
/** Also the tag: a second message takes the first one's place. */
const TOPIC = 'partner_waiting';

interface WakerDeps {
  clock: Clock;
  records: Pick<PushRecords, 'sleepers' | 'claimWake' | 'subscriptionsOf' | 'forgetEndpoint'>;
  tickets: Pick<TicketStore, 'all'>;
  presence: Pick<Presence, 'states'>;
  limits: Limits;
  /** null: gone or banned. */
  loadLearner(userId: string): Promise<Learner | null>;
  wouldMeet(waiting: Ticket, learner: Learner): boolean;
  hasRelay: boolean;
  /** A wait that is longer wakes people. */
  waitMs: number;
  /** Where the app is: scheme, host and port. */
  origin: string;
  deliver(subscription: Subscription, message: PushMessage): Promise<PushOutcome>;
  onOutcome(outcome: PushOutcome): void;
  onError(error: unknown): void;
}

/**
 * Tells people who have asked for it that somebody at their level waits. Any number of servers may run one: a wait is
 * looked after by whichever is first (`wake_others`), and a person is woken by whichever claims it (`claimWake`).
 */
export function createWaker(deps: WakerDeps) {
  const { clock, records } = deps;
  /** When the waits that this server has looked at may be looked at again, by user. */
  const nextLooks = new Map<string, number>();

  const stop = repeat(clock, {
    pauseMs: () => Math.min(LOOK_EVERY_MS, deps.waitMs),
    onError: deps.onError,
    run: look,
  });

  async function look(): Promise<void> {
    const now = clock.now();
    const waiting = (await deps.tickets.all()).filter(
      (ticket) => ticket.awaySince === null && now - ticket.joinedAt >= deps.waitMs,
    );
    for (const [userId, at] of nextLooks) if (at <= now) nextLooks.delete(userId);
    for (const ticket of waiting) {
      if (nextLooks.has(ticket.userId)) continue;
      // What fails here is tried again at the next look.
      await wakeFor(ticket);
      nextLooks.set(ticket.userId, now + AGAIN_AFTER_MS);
    }
  }

  /** Whether this server is the one to look after this person's wait. */
  async function isMine(userId: string): Promise<boolean> {
    try {
      await deps.limits.consume('wake_others', userId);
      return true;
    } catch (error) {
      if (error instanceof AppError && error.code === 'TOO_MANY_REQUESTS') return false;
      throw error;
    }
  }

  async function wakeFor(ticket: Ticket): Promise<void> {
    const now = clock.now();
    const band = ticket.learner.card.currentBand;
    const sleepers = await records.sleepers({
      from: Math.max(0, band - HALF_BAND) as Band,
      to: Math.min(9, band + HALF_BAND) as Band,
      restedSince: now - WAKE_LIMITS.restMs,
      limit: CANDIDATES_MAX,
    });
    // Asked last, for it is asked once only: until here a database may have failed.
    if (sleepers.length === 0 || !(await isMine(ticket.userId))) return;
    const ids = sleepers.map(({ userId }) => userId);
    const [learners, states] = await Promise.all([
      Promise.all(ids.map((id) => deps.loadLearner(id))),
      deps.presence.states(ids),
    ]);
    const candidates = sleepers.flatMap((sleeper, index) => {
      const learner = learners[index];
      return learner ? [{ sleeper, learner, presence: states[index] ?? 'offline' }] : [];
    });
    const chosen = whomToWake({
      waiting: ticket.learner,
      candidates,
      now,
      wouldMeet: (learner) => deps.wouldMeet(ticket, learner),
      hasRelay: deps.hasRelay,
    });
    const woken: string[] = [];
    for (const claim of chosen) {
      if (woken.length === WAKE_LIMITS.perWait) break;
      if (await records.claimWake(claim)) woken.push(claim.userId);
    }
    const locales = new Map(sleepers.map(({ userId, locale }) => [userId, locale]));
    // Not waited for: a push service that is slow keeps nobody else from being looked after.
    for (const userId of woken) void wake(userId, locales.get(userId) ?? 'uz').catch(deps.onError);
  }

  async function wake(userId: string, locale: Locale): Promise<void> {
    const message = { payload: partnerWaiting(locale, deps.origin), ttlSeconds: TTL_SECONDS, topic: TOPIC };
    const send = async (subscription: Subscription): Promise<void> => {
      const outcome = await deps.deliver(subscription, message);
      deps.onOutcome(outcome);
      if (outcome === 'gone') await records.forgetEndpoint(subscription.endpoint);
    };
    // Side by side: the push service of one device may be slow, and the message is old after a minute.
    await Promise.all((await records.subscriptionsOf(userId)).map(send));
  }

  return { stop };
}

/** The declarative form, which Safari shows by itself and our worker understands too: https://www.w3.org/TR/push-api/#declarative-push-message */
function partnerWaiting(locale: Locale, origin: string): object {
  return {
    web_push: 8030,
    notification: {
      ...PARTNER_WAITING[locale],
      navigate: `${origin}/?find=level`,
      lang: locale,
      dir: 'ltr',
      tag: TOPIC,
      silent: false,
    },
  };
}
