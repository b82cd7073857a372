/**
 * How much our voice may cost just now, the dearest first. Only the bitrate follows: whether each frame goes twice (RED)
 * and how much sound a packet holds are agreed on once, for Chromium cannot change them without a new exchange (measured).
 */
export type VoiceProfile = 'full' | 'lean' | 'least';

/** What is known of the way of our voice to the partner. */
export interface VoiceLink {
  /** Share of our packets that the partner did not get, 0…1; null: not reported yet. */
  loss: number | null;
  roundTripMs: number | null;
}

export interface VoiceState {
  profile: VoiceProfile;
  changedAtMs: number;
  /** When more was last tried; null: never. */
  widenedAtMs: number | null;
  /** The shortest round trip of late: what is above it waits in some queue. Null: none measured. */
  bestRoundTripMs: number | null;
  /** Since when the link has been in this condition. */
  condition: { kind: Condition; sinceMs: number };
  /** How long it must be calm before more is tried; grows when trying was a mistake. */
  patienceMs: number;
  lookedAtMs: number;
}

/** `full`: packets queue up, so less must be sent. `lossy`: they get lost on the way, whatever is sent. */
type Condition = 'calm' | 'lossy' | 'full' | 'unclear';

const LADDER: readonly VoiceProfile[] = ['full', 'lean', 'least'];
const PATIENCE_MS = 15_000;
const PATIENCE_MAX_MS = 120_000;
/** A step must have shown in the partner's reports, which come each few seconds, before the next. */
const SETTLE_MS = 6_000;
const FULL_FOR_MS = 2_000;
const LOSSY_FOR_MS = 3_000;
/** A longer round trip becomes the usual one after a while: the network may have changed. */
const FORGET_MS_PER_S = 5;

export function startVoice(atMs: number): VoiceState {
  return {
    profile: 'full',
    changedAtMs: atMs,
    widenedAtMs: null,
    bestRoundTripMs: null,
    condition: { kind: 'unclear', sinceMs: atMs },
    patienceMs: PATIENCE_MS,
    lookedAtMs: atMs,
  };
}

/** One look at the link; to be called about each second. Goes down a step soon, and up only after a long calm. */
export function adaptVoice(before: VoiceState, link: VoiceLink, atMs: number): VoiceState {
  const best = bestOf(before, link, atMs);
  const kind = judge(link, best);
  const condition = kind === before.condition.kind ? before.condition : { kind, sinceMs: atMs };
  const state: VoiceState = { ...before, bestRoundTripMs: best, condition, lookedAtMs: atMs };
  if (atMs - before.changedAtMs < SETTLE_MS) return state;
  const forMs = atMs - condition.sinceMs;
  if (kind === 'full' && forMs >= FULL_FOR_MS) return narrow(state, atMs);
  if (kind === 'calm' && forMs >= state.patienceMs) return widen(state, atMs);
  // Loss without a queue is no want of room, and a richer voice has more to repair itself with.
  const isRepairWanted = kind === 'lossy' && forMs >= LOSSY_FOR_MS;
  return isRepairWanted ? widen(state, atMs) : state;
}

function bestOf(before: VoiceState, { roundTripMs }: VoiceLink, atMs: number): number | null {
  const { bestRoundTripMs: known } = before;
  if (roundTripMs === null || known === null) return roundTripMs ?? known;
  const forgotten = known + ((atMs - before.lookedAtMs) / 1_000) * FORGET_MS_PER_S;
  return Math.min(roundTripMs, forgotten);
}

function judge({ loss, roundTripMs }: VoiceLink, bestMs: number | null): Condition {
  const queuedMs = roundTripMs === null || bestMs === null ? 0 : roundTripMs - bestMs;
  const isLossy = loss !== null && loss > 0.05;
  if (queuedMs > 250 || (isLossy && queuedMs > 100)) return 'full';
  if (isLossy) return 'lossy';
  return loss !== null && queuedMs < 80 ? 'calm' : 'unclear';
}

function narrow(state: VoiceState, atMs: number): VoiceState {
  const profile = LADDER[LADDER.indexOf(state.profile) + 1];
  if (profile === undefined) return state;
  const wasMistake = state.widenedAtMs !== null && atMs - state.widenedAtMs < state.patienceMs;
  const patienceMs = wasMistake ? Math.min(PATIENCE_MAX_MS, state.patienceMs * 2) : PATIENCE_MS;
  return { ...state, profile, changedAtMs: atMs, patienceMs };
}

function widen(state: VoiceState, atMs: number): VoiceState {
  const profile = LADDER[LADDER.indexOf(state.profile) - 1];
  return profile === undefined ? state : { ...state, profile, changedAtMs: atMs, widenedAtMs: atMs };
}
