import { defineEntity, p } from '@mikro-orm/core';
import { Account } from '../accounts/Account.entity.ts';
import { LIMITS } from '../contract/limits.ts';
import { endReason } from '../contract/sessions.ts';
import type { Band } from '../contract/words.ts';

interface Wait {
  mode: 'roulette' | 'level';
  band: Band;
  waitedMs: number;
}

const RATINGS = ['good', 'fair', 'bad'] as const;

const speakingSessionSchema = defineEntity({
  name: 'SpeakingSession',
  tableName: 'speaking_session',
  properties: {
    id: p.uuid().primary(),
    mode: p.enum(['roulette', 'level', 'invite'] as const),
    /** Null: that account is deleted; the other side keeps its history. */
    memberA: () => p.manyToOne(Account).ref().strictNullable().deleteRule('set null'),
    memberB: () => p.manyToOne(Account).ref().strictNullable().deleteRule('set null'),
    /** The devices that have the call, so that a server without Redis finds it again when it has been restarted. */
    deviceA: p.string().length(LIMITS.deviceIdMax).strictNullable(),
    deviceB: p.string().length(LIMITS.deviceIdMax).strictNullable(),
    startedAt: p.datetime(3),
    /** How long each of the two waited for it in the queue; null: an invitation, or nobody wrote it down. */
    waits: p.json<Wait[]>().strictNullable(),
    /** When both sides heard each other; null: they never did. */
    connectedAt: p.datetime(3).strictNullable(),
    /** Null: still going on, or the server died before it could write the end. */
    endedAt: p.datetime(3).strictNullable(),
    /** As seen by the side that ended it; null with `endedAt`. */
    endReason: p.enum(endReason.options).strictNullable(),
    /** Null: nobody did, or that account is deleted. */
    endedBy: () => p.manyToOne(Account).ref().strictNullable().deleteRule('set null').index(),
    /** How the audio went; null: not reported. */
    path: p.enum(['direct', 'relay'] as const).strictNullable(),
    /** From `connectedAt` to `endedAt`, in milliseconds; 0 while it goes on. */
    talkMs: p.integer(),
    ratingA: p.enum(RATINGS).strictNullable(),
    ratingB: p.enum(RATINGS).strictNullable(),
    /** Whether this side would talk to the other again; null: not said. */
    againA: p.boolean().strictNullable(),
    againB: p.boolean().strictNullable(),
  },
  indexes: [
    { properties: ['memberA', 'startedAt'] },
    { properties: ['memberB', 'startedAt'] },
    { properties: ['startedAt'] },
  ],
});

/** What lasts of two learners' talk: for the history, and to avoid the same partner at once. */
export class SpeakingSession extends speakingSessionSchema.class {}
speakingSessionSchema.setClass(SpeakingSession);
