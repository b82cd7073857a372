import type { Accounts } from '../accounts/Accounts.ts';
import { createAuthRouter } from '../accounts/authRouter.ts';
import type { Streams } from '../events/createStreams.ts';
import { createEventsRouter } from '../events/eventsRouter.ts';
import type { Matching } from '../matching/createMatching.ts';
import { createQueueRouter } from '../matching/queueRouter.ts';
import { createProfileRouter } from '../profiles/profileRouter.ts';
import type { Profiles } from '../profiles/Profiles.ts';
import type { Sessions } from '../sessions/createSessions.ts';
import { createSessionRouter } from '../sessions/sessionRouter.ts';
import type { Turn } from '../turn/createTurn.ts';
import { createTurnRouter } from '../turn/turnRouter.ts';
import { router } from './trpc.ts';

interface Features {
  accounts: Accounts;
  profiles: Profiles;
  matching: Matching;
  sessions: Sessions;
  streams: Streams;
  turn: Turn;
}

/** The whole API: one router a feature; the key is the first half of a procedure's name. */
export function createAppRouter(features: Features) {
  return router({
    auth: createAuthRouter(features.accounts),
    profile: createProfileRouter(features.profiles),
    queue: createQueueRouter(features.matching),
    session: createSessionRouter(features.sessions),
    events: createEventsRouter(features.streams),
    turn: createTurnRouter(features.turn),
  });
}

/** What clients are typed by. */
export type AppRouter = ReturnType<typeof createAppRouter>;
