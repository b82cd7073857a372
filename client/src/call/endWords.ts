import type { PlainKey } from '../i18n/Messages.ts';
import type { EndedCall } from '../navigation/Screen.ts';

/**
 * Why it ended, without blame. Who was blocked reads only that it is over: a block must not be told.
 */
const REASONS: Record<EndedCall['reason'], PlainKey> = {
  left: 'after.left',
  partner_left: 'after.partner_left',
  partner_lost: 'after.partner_lost',
  connect_failed: 'after.connect_failed',
  blocked: 'after.blocked',
  moderated: 'after.moderated',
  taken_elsewhere: 'after.taken_elsewhere',
};

export function endWords(ended: Pick<EndedCall, 'reason' | 'requeued'>): PlainKey {
  return ended.requeued ? 'after.requeued' : REASONS[ended.reason];
}
