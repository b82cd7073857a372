import type { ReadonlySignal } from '@preact/signals';
import type { AccountStore } from './account/AccountStore.ts';
import type { Connection } from './api/Connection.ts';
import type { CallElsewhereStore } from './call/CallElsewhereStore.ts';
import type { Skew } from './api/protocol.ts';
import type { CallStore } from './call/CallStore.ts';
import type { ConnectionCheck } from './check/ConnectionCheck.ts';
import type { ChatStore } from './chat/ChatStore.ts';
import type { HistoryStore } from './people/HistoryStore.ts';
import type { InviteStore } from './people/InviteStore.ts';
import type { PeopleStore } from './people/PeopleStore.ts';
import type { SafetyStore } from './people/SafetyStore.ts';
import type { NotificationStore } from './pwa/NotificationStore.ts';
import type { QueueStore } from './queue/QueueStore.ts';
import type { SoundStore } from './sound/SoundStore.ts';

/** Everything that screens may read and call; made once in `main.tsx`, by tests as they need it. */
export interface Stores {
  account: AccountStore;
  connection: Connection;
  queue: QueueStore;
  call: CallStore;
  callElsewhere: CallElsewhereStore;
  chat: ChatStore;
  people: PeopleStore;
  history: HistoryStore;
  invites: InviteStore;
  safety: SafetyStore;
  sound: SoundStore;
  notifications: NotificationStore;
  /** The same one every time; it does nothing before `run`. */
  openCheck: () => Promise<ConnectionCheck>;
  /** Whether this client and the server are of versions that understand each other. */
  skew: ReadonlySignal<Skew>;
}
