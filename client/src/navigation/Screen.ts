import type { CallState } from '../call/CallStore.ts';
import type { QueueState } from '../queue/QueueStore.ts';

type InQueue<Phase extends QueueState['phase']> = Extract<QueueState, { phase: Phase }>;

export type LiveCall = Extract<CallState, { phase: 'connecting' | 'talking' | 'reconnecting' }>;
export type EndedCall = Extract<CallState, { phase: 'ended' }>;
export type Searching = InQueue<'asking_microphone' | 'joining' | 'waiting'>;

/** What is to be seen, with what only that screen needs. */
export type Screen =
  | { name: 'loading' }
  | { name: 'welcome' }
  | { name: 'register' }
  | { name: 'login' }
  | { name: 'home' }
  | { name: 'people' }
  | { name: 'history' }
  | { name: 'profile' }
  | { name: 'edit_profile' }
  | { name: 'change_password' }
  | { name: 'blocked_people' }
  | { name: 'check' }
  | { name: 'not_found' }
  /** `unconnected`: whose call has just failed to connect, which put us back here; null: nobody's. */
  | { name: 'waiting'; search: Searching; unconnected: EndedCall | null }
  | { name: 'no_microphone'; trouble: InQueue<'no_microphone'> }
  | { name: 'queue_trouble'; trouble: InQueue<'lost' | 'refused'> }
  | { name: 'call'; call: LiveCall }
  | { name: 'after'; ended: EndedCall };
