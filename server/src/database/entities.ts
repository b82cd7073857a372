import { Account } from '../accounts/Account.entity.ts';
import { AuthSession } from '../accounts/AuthSession.entity.ts';
import { Profile } from '../profiles/Profile.entity.ts';
import { PushPreference } from '../push/PushPreference.entity.ts';
import { PushSubscription } from '../push/PushSubscription.entity.ts';
import { VapidKeys } from '../push/VapidKeys.entity.ts';
import { Block } from '../safety/Block.entity.ts';
import { Report } from '../safety/Report.entity.ts';
import { ChatMessage } from '../sessions/ChatMessage.entity.ts';
import { SpeakingSession } from '../sessions/SpeakingSession.entity.ts';

/** Every table. A new entity goes here, then `npm run migration:create --workspace server -- <name>`. */
export const entities = [
  Account,
  AuthSession,
  Profile,
  SpeakingSession,
  ChatMessage,
  Block,
  Report,
  PushSubscription,
  PushPreference,
  VapidKeys,
];
