import type { Signal } from '@suhbatdosh/server/contract';
import type { PeerState } from './callModel.ts';
import { readTags } from './sdpTags.ts';

/**
 * What of the signals that came over the data channel may be news: the channel joins two peers that know each other, so
 * a description of any other peer in it is made up. With it a stranger could have one peer after the other opened here.
 */
export function directSignals(peer: PeerState, signals: readonly Signal[]): Signal[] {
  return signals.filter(
    (signal) => signal.type === 'ice_candidate' || readTags(signal.sdp).peer === peer.partner,
  );
}
