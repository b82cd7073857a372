import type { PresenceState } from '../contract/index.ts';
import type { Learner } from '../profiles/Learner.ts';
import { localTime } from './localTime.ts';
import type { Sleeper, WakeClaim } from './PushRecords.ts';
import { isQuiet } from './quietRules.ts';
import { WAKE_LIMITS } from './wakeLimits.ts';

export interface WakeCandidate {
  sleeper: Sleeper;
  learner: Learner;
  presence: PresenceState;
}

interface Waking {
  /** Who waits. */
  waiting: Learner;
  candidates: readonly WakeCandidate[];
  /** Milliseconds since 1970. */
  now: number;
  /** The matcher's own rules. */
  wouldMeet: (learner: Learner) => boolean;
  /** Without a relay nobody who hides his address can talk. */
  hasRelay: boolean;
}

/**
 * Who may be woken for somebody who waits, in the order in which to try: those with whom he has not just talked first,
 * then whoever was left in peace the longest. Nobody who is here in any window, whom the matcher would not take, who
 * sleeps, or who has been woken often enough.
 */
export function whomToWake({ waiting, candidates, now, wouldMeet, hasRelay }: Waking): WakeClaim[] {
  const wakeable = candidates.flatMap(({ sleeper, learner, presence }) => {
    const local = localTime(now, sleeper.preferences.timeZone);
    const isLeftInPeace =
      presence !== 'offline' ||
      !sleeper.preferences.partnerWaiting ||
      isQuiet(sleeper.preferences, local.time) ||
      (sleeper.wokenAt !== null && now - sleeper.wokenAt < WAKE_LIMITS.restMs) ||
      (sleeper.wokenDay === local.day && sleeper.wokenTimes >= WAKE_LIMITS.perDay);
    if (isLeftInPeace || (learner.hideIp && !hasRelay) || !wouldMeet(learner)) return [];
    const hasJustTalked =
      waiting.recent.includes(learner.card.id) || learner.recent.includes(waiting.card.id);
    return [{ claim: { userId: learner.card.id, at: now, day: local.day }, hasJustTalked, sleeper }];
  });
  return wakeable
    .sort(
      (a, b) =>
        Number(a.hasJustTalked) - Number(b.hasJustTalked) ||
        (a.sleeper.wokenAt ?? 0) - (b.sleeper.wokenAt ?? 0),
    )
    .map(({ claim }) => claim);
}
