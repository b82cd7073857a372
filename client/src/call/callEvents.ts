import type { SessionView, Signal } from '@suhbatdosh/server/contract';
import { aSessionView } from './aSessionView.ts';
import type { CallEvent, Preconnected } from './callModel.ts';
import { writeTags } from './sdpTags.ts';

/* For tests: what happens to a call, in short words. */

export const OFFERER = aSessionView({ role: 'offerer' });
export const ANSWERER = aSessionView({ role: 'answerer' });
export const SESSION = OFFERER.id;

export const sdpOf = (ufrag: string) =>
  `v=0\r\no=- ${ufrag} 2 IN IP4 0.0.0.0\r\nm=audio 9 X 111\r\na=ice-ufrag:${ufrag}\r\n`;
export const signals = (...list: Signal[]): CallEvent => ({
  type: 'signals',
  sessionId: SESSION,
  signals: list,
});
export const anOffer = (peer: string, number = 1, to: string | null = null): Signal => ({
  type: 'offer',
  sdp: writeTags(sdpOf(peer), { peer, offer: `${peer}.${number}`, to }),
});
export const anAnswer = (peer: string, answers: string): Signal => ({
  type: 'answer',
  sdp: writeTags(sdpOf(peer), { peer, answers }),
});
export const aCandidate = (usernameFragment: string): Signal => ({
  type: 'ice_candidate',
  candidate: { candidate: 'candidate:1', usernameFragment },
});
export const matched = (session: SessionView, preconnected: Preconnected = null): CallEvent => ({
  type: 'matched',
  session,
  preconnected,
});
export const resumed = (session: SessionView): CallEvent => ({
  type: 'resumed',
  session,
  startedAtMs: -60_000,
});
export const described = (peer: string, kind: 'offer' | 'answer', offer: string): CallEvent => ({
  type: 'described',
  peer,
  kind,
  offer,
  sdp: sdpOf(peer),
});
export const sound = (peer: string): CallEvent => ({ type: 'sound', peer, path: 'direct' });
