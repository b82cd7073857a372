import { whoIsAway } from './callMachine.ts';
import type { CallModel } from './callModel.ts';
import type { CallState } from './CallStore.ts';

/** What screens need of the machine, and nothing of how it works. */
export function toCallState(model: CallModel, atMs: number): CallState {
  if (model.phase === 'none') return { phase: 'none' };
  const { id, partner, mode } = model.session;
  const call = { sessionId: id, partner, mode };
  switch (model.phase) {
    case 'connecting':
      return { ...call, phase: 'connecting', sinceMs: model.sinceMs };
    case 'talking':
      return { ...call, phase: 'talking', talkingSinceMs: model.talkingSinceMs };
    case 'reconnecting': {
      const { talkingSinceMs, giveUpAtMs } = model;
      return { ...call, phase: 'reconnecting', talkingSinceMs, giveUpAtMs, who: whoIsAway(model, atMs) };
    }
    case 'ended': {
      const { reason, requeued, talkMs } = model;
      return { ...call, phase: 'ended', reason, requeued, talkMs };
    }
    default:
      return model satisfies never;
  }
}
