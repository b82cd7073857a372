import { type Finding, ok, warn } from './Finding.ts';

/** Relay passwords and logins bear a moderate error; a phone's own clock is seldom better. */
const TOLERATED_MS = 5_000;

/** @param others how far other clocks are ahead of this machine's, milliseconds, by whose they are */
export function judgeClock(others: readonly { whose: string; aheadMs: number; exactMs: number }[]): Finding {
  const about = 'clock';
  const off = others.filter(({ aheadMs, exactMs }) => Math.abs(aheadMs) > TOLERATED_MS + exactMs);
  if (off.length > 0) {
    const list = off.map(({ whose, aheadMs }) => `${Math.round(Math.abs(aheadMs) / 1000)} s from ${whose}`);
    return warn(
      about,
      `this machine is off by ${list.join(', by ')}`,
      'switch time synchronisation on (timedatectl set-ntp true) on both machines: relay passwords carry a time',
    );
  }
  return others.length === 0
    ? warn(about, 'there was no other clock to compare with', 'mend what stands above, then look again')
    : ok(about, `agrees with ${others.map(({ whose }) => whose).join(', ')}`);
}
