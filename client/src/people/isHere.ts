import type { PublicProfile } from '@suhbatdosh/server/contract';

/** Here and free to talk: not away, and not in a talk. */
export function isHere({ presence }: Pick<PublicProfile, 'presence'>): boolean {
  return presence === 'online' || presence === 'waiting';
}
