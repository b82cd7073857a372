import type { TransportLimits } from './transportLimits.ts';

export type CapReached = 'address' | 'process';

/** A place among the sockets, held from before the login is known until the TCP connection is gone. */
export interface SocketPlace {
  /** False when this user has no place left. */
  claimUser(userId: string): boolean;
  /** May be called any number of times. */
  release(): void;
}

export interface SocketCaps {
  reserve(addressKey: string): SocketPlace | CapReached;
}

type Caps = Pick<TransportLimits, 'socketsPerUser' | 'socketsPerAddress' | 'socketsPerProcess'>;

/** Counts sockets by process, address and user. */
export function createSocketCaps(caps: Caps): SocketCaps {
  let total = 0;
  const byAddress = new Map<string, number>();
  const byUser = new Map<string, number>();

  const add = (counts: Map<string, number>, key: string, change: 1 | -1): void => {
    const count = (counts.get(key) ?? 0) + change;
    if (count === 0) counts.delete(key);
    else counts.set(key, count);
  };

  return {
    reserve(addressKey) {
      if (total >= caps.socketsPerProcess) return 'process';
      if ((byAddress.get(addressKey) ?? 0) >= caps.socketsPerAddress) return 'address';
      total += 1;
      add(byAddress, addressKey, 1);
      let user: string | null = null;
      let isHeld = true;
      return {
        claimUser(userId) {
          if (!isHeld || (byUser.get(userId) ?? 0) >= caps.socketsPerUser) return false;
          add(byUser, userId, 1);
          user = userId;
          return true;
        },
        release() {
          if (!isHeld) return;
          isHeld = false;
          total -= 1;
          add(byAddress, addressKey, -1);
          if (user !== null) add(byUser, user, -1);
        },
      };
    },
  };
}
