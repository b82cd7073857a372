import type { Clock } from '../clock/Clock.ts';
import type { IceServersOutput } from '../contract/index.ts';
import type { Limits } from '../limits/Limits.ts';
import { icePolicyFor, iceServersFor, type IceSettings } from './iceServers.ts';

interface TurnDeps {
  clock: Clock;
  limits: Limits;
  settings: IceSettings;
  /** Whether the person waits or talks: only then credentials are free; otherwise a connection check may ask now and then. */
  isActive(userId: string): Promise<boolean>;
  hidesIp(userId: string): Promise<boolean>;
}

export type Turn = ReturnType<typeof createTurn>;

export function createTurn(deps: TurnDeps) {
  return {
    /** @throws AppError TOO_MANY_REQUESTS for who neither waits nor talks and asks often */
    async iceServers(userId: string): Promise<IceServersOutput> {
      if (!(await deps.isActive(userId))) await deps.limits.consume('connection_check', userId);
      const { iceServers, expiresAt } = iceServersFor(userId, deps.settings, deps.clock.now());
      return {
        iceServers,
        iceTransportPolicy: icePolicyFor(deps.settings, [await deps.hidesIp(userId)]),
        expiresAt: new Date(expiresAt).toISOString(),
      };
    },
  };
}
