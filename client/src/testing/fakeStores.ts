import { signal } from '@preact/signals';
import type { Signal } from '@preact/signals';
import type { Me, Mode, PastSession, PublicProfile, QueueStatus } from '@suhbatdosh/server/contract';
import type { Skew } from '../api/protocol.ts';
import type { Refusal } from '../api/Refusal.ts';
import type { MicrophoneTrouble } from '../call/Microphone.ts';
import type { Verdict } from '../people/HistoryStore.ts';
import type { IncomingInvite, OutgoingInvite } from '../people/InviteStore.ts';
import type { ListState } from '../people/PagedList.ts';
import type { PeopleFilter } from '../people/PeopleStore.ts';
import type { BlockedPeople, SafetyStep } from '../people/SafetyStore.ts';
import { createFakePeopleStores } from './fakePeopleStores.ts';
import type { Attention } from '../call/controlMessages.ts';
import type { CheckResults } from '../check/ConnectionCheck.ts';
import type { AudioDevice, SoundStore } from '../sound/SoundStore.ts';
import type { CallQuality, CallState } from '../call/CallStore.ts';
import type { ChatLine } from '../chat/ChatStore.ts';
import type { NotificationState } from '../pwa/NotificationStore.ts';
import type { QueueState } from '../queue/QueueStore.ts';
import type { Stores } from '../Stores.ts';
import { aMe, aStatus } from './builders.ts';

/** Stores that do what a test or the gallery tells them, and remember what a screen asked for. */
export interface FakeStores {
  stores: Stores;
  /** Every verb that was called, in order: `queue.find`, with what was given. */
  calls: { verb: string; given: readonly unknown[] }[];
  /** What the next verbs of the account and `widen` answer; null: it worked. */
  answer: { refusal: Refusal | null };
  me: Signal<Me | null | undefined>;
  connection: Signal<'closed' | 'connecting' | 'online' | 'offline'>;
  queue: Signal<QueueState>;
  status: Signal<QueueStatus | null>;
  placeKeptUntilMs: Signal<number | null>;
  call: Signal<CallState>;
  isMuted: Signal<boolean>;
  partnerMuted: Signal<boolean>;
  partnerAttention: Signal<Attention>;
  isInterrupted: Signal<boolean>;
  myLevel: Signal<number>;
  partnerLevel: Signal<number>;
  quality: Signal<CallQuality>;
  dataBytes: Signal<number>;
  needsTap: Signal<boolean>;
  lines: Signal<readonly ChatLine[]>;
  unread: Signal<number>;
  isCallElsewhere: Signal<boolean>;
  microphoneTrouble: Signal<MicrophoneTrouble | null>;
  people: Signal<ListState<PublicProfile>>;
  filter: Signal<PeopleFilter>;
  history: Signal<ListState<PastSession>>;
  verdicts: Signal<ReadonlyMap<string, Verdict>>;
  outgoing: Signal<OutgoingInvite>;
  incoming: Signal<IncomingInvite>;
  steps: Signal<ReadonlyMap<string, SafetyStep>>;
  blocked: Signal<BlockedPeople>;
  inputs: Signal<readonly AudioDevice[]>;
  outputs: Signal<readonly AudioDevice[]>;
  inputId: Signal<string | null>;
  outputId: Signal<string | null>;
  gone: Signal<SoundStore['gone']['value']>;
  minAge: Signal<number>;
  isSavingData: Signal<boolean>;
  ringsOnMatch: Signal<boolean>;
  notifications: Signal<NotificationState>;
  isOffered: Signal<boolean>;
  checkResults: Signal<CheckResults>;
  checkLevel: Signal<number>;
  skew: Signal<Skew>;
}

export function aRefusal(code: Refusal['code'], change: Partial<Refusal> = {}): Refusal {
  return { code, fields: [], retryAfterMs: null, requestId: null, ...change };
}

const CHECKING: CheckResults = {
  microphone: { step: 'checking' },
  server: { step: 'checking' },
  direct: { step: 'checking' },
  relay_udp: { step: 'checking' },
  relay_tcp: { step: 'checking' },
  relay_tls: { step: 'checking' },
};

/** @param now the server's clock in milliseconds */
export function createFakeStores(now: () => number = () => 0): FakeStores {
  const fake = {
    calls: [] as FakeStores['calls'],
    answer: { refusal: null } as FakeStores['answer'],
    me: signal<Me | null | undefined>(aMe()),
    connection: signal<'closed' | 'connecting' | 'online' | 'offline'>('online'),
    queue: signal<QueueState>({ phase: 'idle' }),
    status: signal<QueueStatus | null>(aStatus()),
    placeKeptUntilMs: signal<number | null>(null),
    call: signal<CallState>({ phase: 'none' }),
    isMuted: signal(false),
    partnerMuted: signal(false),
    partnerAttention: signal<Attention>('here'),
    isInterrupted: signal(false),
    myLevel: signal(0),
    partnerLevel: signal(0),
    quality: signal<CallQuality>('good'),
    dataBytes: signal(2_400_000),
    needsTap: signal(false),
    lines: signal<readonly ChatLine[]>([]),
    unread: signal(0),
    isCallElsewhere: signal(false),
    microphoneTrouble: signal<MicrophoneTrouble | null>(null),
    people: signal<ListState<PublicProfile>>({ phase: 'loading' }),
    filter: signal<PeopleFilter>({ who: 'level', search: '' }),
    history: signal<ListState<PastSession>>({ phase: 'loading' }),
    verdicts: signal<ReadonlyMap<string, Verdict>>(new Map()),
    outgoing: signal<OutgoingInvite>({ phase: 'none' }),
    incoming: signal<IncomingInvite>({ phase: 'none' }),
    steps: signal<ReadonlyMap<string, SafetyStep>>(new Map()),
    blocked: signal<BlockedPeople>({ phase: 'loading' }),
    inputs: signal<readonly AudioDevice[]>([]),
    outputs: signal<readonly AudioDevice[]>([]),
    inputId: signal<string | null>(null),
    outputId: signal<string | null>(null),
    gone: signal<SoundStore['gone']['value']>(null),
    minAge: signal(16),
    isSavingData: signal(false),
    ringsOnMatch: signal(true),
    notifications: signal<NotificationState>({ phase: 'off', trouble: null }),
    isOffered: signal(false),
    checkResults: signal<CheckResults>(CHECKING),
    checkLevel: signal(0),
    skew: signal<Skew>('none'),
  };
  const note = (verb: string, ...given: unknown[]): void => void fake.calls.push({ verb, given });
  const answer = async (verb: string, ...given: unknown[]): Promise<Refusal | null> => {
    note(verb, ...given);
    return fake.answer.refusal;
  };

  const stores: Stores = {
    account: {
      me: fake.me,
      minAge: fake.minAge,
      learnMinAge: async () => {},
      load: () => answer('account.load'),
      register: (input) => answer('account.register', input),
      login: (input) => answer('account.login', input),
      logout: () => answer('account.logout'),
      logoutEverywhere: () => answer('account.logoutEverywhere'),
      changePassword: (input) => answer('account.changePassword', input),
      update: (change) => answer('account.update', change),
    },
    connection: {
      state: fake.connection,
      clockOffsetMs: signal(0),
      deviceId: 'device-1',
      open: () => note('connection.open'),
      close: () => note('connection.close'),
      onEvent: () => () => undefined,
    },
    callElsewhere: {
      isThere: fake.isCallElsewhere,
      takeOver: () => answer('callElsewhere.takeOver'),
    },
    queue: {
      state: fake.queue,
      status: fake.status,
      roundMs: signal(20_000),
      placeKeptUntilMs: fake.placeKeptUntilMs,
      serverNow: now,
      async find(mode: Mode) {
        note('queue.find', mode);
        fake.queue.value = { phase: 'asking_microphone', mode };
      },
      async leave() {
        note('queue.leave');
        fake.queue.value = { phase: 'idle' };
      },
      widen: (tolerance) => answer('queue.widen', tolerance),
      watch() {
        note('queue.watch');
        return () => note('queue.unwatch');
      },
    },
    call: {
      state: fake.call,
      isMuted: fake.isMuted,
      myLevel: fake.myLevel,
      partnerLevel: fake.partnerLevel,
      partnerMuted: fake.partnerMuted,
      partnerAttention: fake.partnerAttention,
      isInterrupted: fake.isInterrupted,
      quality: fake.quality,
      dataBytes: fake.dataBytes,
      needsTap: fake.needsTap,
      microphoneTrouble: fake.microphoneTrouble,
      async openMicrophone() {
        note('call.openMicrophone');
        fake.microphoneTrouble.value = null;
      },
      async resumeSound() {
        note('call.resumeSound');
        fake.needsTap.value = false;
      },
      toggleMute() {
        note('call.toggleMute');
        fake.isMuted.value = !fake.isMuted.value;
      },
      async hangUp() {
        note('call.hangUp');
      },
      dismiss() {
        note('call.dismiss');
        fake.call.value = { phase: 'none' };
      },
    },
    chat: {
      lines: fake.lines,
      unread: fake.unread,
      send(text) {
        note('chat.send', text);
        const line: ChatLine = {
          clientMessageId: `m${fake.lines.value.length}`,
          isMine: true,
          text,
          sentAtMs: 0,
          delivery: 'waiting',
        };
        fake.lines.value = [...fake.lines.value, line];
      },
      setOpen: (isOpen) => note('chat.setOpen', isOpen),
    },
    sound: {
      inputs: fake.inputs,
      outputs: fake.outputs,
      inputId: fake.inputId,
      outputId: fake.outputId,
      gone: fake.gone,
      isSavingData: fake.isSavingData,
      ringsOnMatch: fake.ringsOnMatch,
      canPickOutput: false,
      refresh: async () => note('sound.refresh'),
      choose(kind, id) {
        note('sound.choose', kind, id);
        (kind === 'input' ? fake.inputId : fake.outputId).value = id;
      },
      pickOutput: async () => note('sound.pickOutput'),
      setSavingData: (isOn) => (fake.isSavingData.value = isOn),
      setRingsOnMatch: (isOn) => (fake.ringsOnMatch.value = isOn),
    },
    openCheck: async () => ({
      results: fake.checkResults,
      level: fake.checkLevel,
      run: () => note('check.run'),
      stop: () => note('check.stop'),
    }),
    ...createFakePeopleStores(fake, note),
    notifications: {
      state: fake.notifications,
      isOffered: fake.isOffered,
      async turnOn() {
        note('notifications.turnOn');
        fake.notifications.value = { phase: 'turning_on' };
      },
      async turnOff() {
        note('notifications.turnOff');
        fake.notifications.value = { phase: 'off', trouble: null };
      },
      async setQuiet(quiet) {
        note('notifications.setQuiet', quiet);
      },
      noteTalk: () => note('notifications.noteTalk'),
      declineOffer() {
        note('notifications.declineOffer');
        fake.isOffered.value = false;
      },
    },
    skew: fake.skew,
  };
  return { stores, ...fake };
}
