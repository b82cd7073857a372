import type { Accounts } from '../accounts/Accounts.ts';
import { createAuthRouter } from '../accounts/authRouter.ts';
import type { Streams } from '../events/createStreams.ts';
import { createEventsRouter } from '../events/eventsRouter.ts';
import type { Matching } from '../matching/createMatching.ts';
import { createQueueRouter } from '../matching/queueRouter.ts';
import { createProfileRouter } from '../profiles/profileRouter.ts';
import type { Profiles } from '../profiles/Profiles.ts';
import type { Push } from '../push/createPush.ts';
import { createPushRouter } from '../push/pushRouter.ts';
import type { Safety } from '../safety/createSafety.ts';
import { createSafetyRouter } from '../safety/safetyRouter.ts';
import type { History } from '../sessions/createHistory.ts';
import type { Invites } from '../sessions/createInvites.ts';
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
  history: History;
  invites: Invites;
  streams: Streams;
  turn: Turn;
  safety: Safety;
  push: Push;
}

/** The whole API: one router a feature; the key is the first half of a procedure's name. */
export function createAppRouter(features: Features) {
  return router({
    auth: createAuthRouter(features.accounts),
    profile: createProfileRouter(features.profiles),
    queue: createQueueRouter(features.matching),
    session: createSessionRouter(features),
    events: createEventsRouter(features.streams),
    turn: createTurnRouter(features.turn),
    safety: createSafetyRouter(features.safety),
    push: createPushRouter(features.push),
  });
}

/** What clients are typed by. */
export type AppRouter = ReturnType<typeof createAppRouter>;
