const MINUTE = 60;
const HOUR = 60 * MINUTE;

export type LimitRule =
  | 'register_address'
  | 'failed_login_account'
  | 'failed_login_address'
  | 'update_profile'
  | 'queue_join'
  | 'connection_check'
  | 'block'
  | 'report'
  | 'invite'
  | 'push'
  | 'wake_others'
  | 'read';

/** So many in a window that opens with the first one. */
interface LimitRate {
  points: number;
  windowSeconds: number;
}

export type LimitRules = Record<LimitRule, LimitRate>;

interface RuleSettings {
  registerPerAddressHour: number;
}

/** API.md, "Rules with numbers". No rule may let a stranger lock somebody else's account. */
export function limitRules({ registerPerAddressHour }: RuleSettings): LimitRules {
  return {
    /** By address: generous, for a classroom registers at once from behind one. */
    register_address: { points: registerPerAddressHour, windowSeconds: HOUR },
    /** By account and address together: whoever guesses locks out only himself. */
    failed_login_account: { points: 5, windowSeconds: 15 * MINUTE },
    /** By address: hundreds of learners share one behind carrier-grade NAT. */
    failed_login_address: { points: 100, windowSeconds: 10 * MINUTE },
    /** By user. */
    update_profile: { points: 60, windowSeconds: HOUR },
    /** By user: a thumb that cannot decide, not a script. */
    queue_join: { points: 30, windowSeconds: MINUTE },
    /** By user: TURN credentials for somebody who neither waits nor talks. */
    connection_check: { points: 6, windowSeconds: HOUR },
    /** By user. */
    block: { points: 60, windowSeconds: HOUR },
    /** By user: a real evening does not hold more; a grudge does. */
    report: { points: 10, windowSeconds: 24 * HOUR },
    /** By user: pages of people and of the past, with room for a screen that asks again every five seconds. */
    read: { points: 120, windowSeconds: MINUTE },
    /** By user: devices and wishes; a phone says its own at every start. */
    push: { points: 120, windowSeconds: HOUR },
    /** By the user who waits: whoever joins again and again wakes nobody anew. */
    wake_others: { points: 1, windowSeconds: 10 * MINUTE },
    /** By user: nobody is to be rung up again and again. */
    invite: { points: 10, windowSeconds: 5 * MINUTE },
  };
}
