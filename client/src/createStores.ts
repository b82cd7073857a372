import { computed, effect, signal, untracked } from '@preact/signals';
import { createAccountStore } from './account/createAccountStore.ts';
import { createBrowserEnvironment } from './api/browserEnvironment.ts';
import { claimDeviceId } from './api/claimDeviceId.ts';
import { createApi } from './api/createApi.ts';
import { createConnection } from './api/createConnection.ts';
import { createSocket } from './api/createSocket.ts';
import { createTabPlace } from './api/createTabPlace.ts';
import { createTrpc } from './api/createTrpc.ts';
import type { Skew } from './api/protocol.ts';
import { createTrpcEventFeed } from './api/trpcEventFeed.ts';
import type { Environment } from './api/Environment.ts';
import { createAttention } from './call/createAttention.ts';
import { createCallElsewhere } from './call/createCallElsewhere.ts';
import { createCallStore } from './call/createCallStore.ts';
import { createDataLedger } from './call/createDataLedger.ts';
import { createMediaSession } from './call/createMediaSession.ts';
import { createMicrophone } from './call/createMicrophone.ts';
import { createPeer } from './call/createPeer.ts';
import { createPreconnection } from './call/createPreconnection.ts';
import { createSpeaker } from './call/createSpeaker.ts';
import { followCall } from './call/followCall.ts';
import { createVoiceMeter } from './call/createVoiceMeter.ts';
import { createCheckOpener } from './check/createCheckOpener.ts';
import { createChatStore } from './chat/createChatStore.ts';
import { createHistoryStore } from './people/createHistoryStore.ts';
import { createInviteStore } from './people/createInviteStore.ts';
import { createPeopleStore } from './people/createPeopleStore.ts';
import { createSafetyStore } from './people/createSafetyStore.ts';
import { createNotificationStore } from './pwa/createNotificationStore.ts';
import { createQueueStore } from './queue/createQueueStore.ts';
import { createMatchRing } from './sound/createMatchRing.ts';
import { createSoundStore } from './sound/createSoundStore.ts';
import { shareAudioContext } from './sound/shareAudioContext.ts';
import type { Stores } from './Stores.ts';

/** The client's composition root. Nothing is asked of the server before `account.load()`. */
export function createStores(environment: Environment = createBrowserEnvironment()): Stores {
  const { clock, random, newId } = environment;
  const socket = createSocket({
    url: `${environment.origin.replace(/^http/, 'ws')}/trpc`,
    WebSocket: environment.WebSocket,
    clock,
    random,
    onLoginEnded: () => account.loseLogin(),
    // An upgrade that is refused looks like a network that is down; over HTTP the server can say which it is.
    onDoubt: () => void account.load(),
  });
  const skew = signal<Skew>('none');
  const trpc = createTrpc({
    ...environment,
    socketLink: socket.link,
    onSkew: (found) => (skew.value = found),
  });
  const api = createApi(trpc);
  const connection = createConnection({
    feed: createTrpcEventFeed(trpc),
    socket,
    claimDeviceId: () => claimDeviceId(environment),
    clock,
    random,
  });
  const account = createAccountStore({ api, connection, device: environment.device });
  const sound = createSoundStore(environment);
  const microphone = createMicrophone({
    getUserMedia: environment.getUserMedia,
    clock,
    deviceId: () => sound.inputId.peek(),
  });
  const lendAudioContext = shareAudioContext(environment.createAudioContext);
  const meter = createVoiceMeter(lendAudioContext);
  const speaker = createSpeaker(environment.createAudioElement);
  const place = createTabPlace(environment.tab, () => connection.deviceId);
  const queue = createQueueStore({ api, connection, microphone, place, clock });
  const userId = (): string | null => account.me.peek()?.id ?? null;
  const invites = createInviteStore({ api, connection, microphone, clock, userId });
  const peerEnvironment = { ...environment, isSavingData: () => sound.isSavingData.peek() };
  const preconnection = createPreconnection({
    api,
    connection,
    clock,
    newId,
    openPeer: (options) => createPeer(peerEnvironment, options),
    speaker,
    isWaiting: queue.isSearching,
  });
  const call = createCallStore({
    api,
    connection,
    microphone,
    place,
    ledger: createDataLedger(environment.tab),
    clock,
    newId,
    openPeer: preconnection.open,
    takePreconnected: preconnection.take,
    speaker,
    meter,
    keepScreenOn: environment.keepScreenOn,
    attention: createAttention({ ...environment, isInterrupted: microphone.isInterrupted }),
    routeForCall: environment.routeForCall,
    acceptsMatch: (session) => queue.acceptsMatch() && invites.acceptsMatch(session),
  });
  const callElsewhere = createCallElsewhere({
    api,
    connection,
    microphone,
    status: queue.status,
    call: call.state,
    resume: call.resume,
  });
  const sessionId = (): string | null => {
    const now = call.state.peek();
    return now.phase === 'none' || now.phase === 'ended' ? null : now.sessionId;
  };
  const chat = createChatStore({
    api,
    connection,
    clock,
    newId,
    userId,
    sessionId,
  });
  const { device, isHidden } = environment;
  const lists = { api, connection, clock, isHidden, device, userId };
  const people = createPeopleStore({ ...lists, myBand: () => account.me.peek()?.currentBand ?? null });
  const history = createHistoryStore(lists);
  const safety = createSafetyStore({
    api,
    connection,
    clock,
    onKeptAway(awayFrom) {
      const now = call.state.peek();
      const isLive = now.phase !== 'none' && now.phase !== 'ended';
      if (isLive && now.partner.id === awayFrom) void call.hangUp();
      invites.keepAway(awayFrom);
    },
  });

  const notifications = createNotificationStore({
    api,
    support: environment.push,
    device: environment.device,
    timeZone: environment.timeZone,
    isInstalled: environment.isInstalled,
  });

  effect(() => {
    if (account.me.value !== null) return;
    untracked(() => {
      for (const store of [call, queue, people, history, invites, safety, notifications]) store.reset();
      preconnection.close();
    });
  });

  // At each start and login; a new password is one too, and ends the devices of the old.
  const isLoggedIn = computed(() => Boolean(account.me.value) && connection.state.value !== 'closed');
  effect(() => {
    if (!isLoggedIn.value) return;
    // Asking the browser for its permissions keeps the page waiting, and the stream is about to open.
    environment.whenIdle(() => {
      if (isLoggedIn.peek()) void notifications.look();
    });
  });

  call.state.subscribe(() => untracked(chat.followSession));

  // The light that says "recording" goes out as soon as nobody waits, invites or talks.
  effect(() => {
    const needsVoice =
      ['asking_microphone', 'joining', 'waiting'].includes(queue.state.value.phase) ||
      ['asking_microphone', 'sending', 'waiting'].includes(invites.outgoing.value.phase) ||
      ['asking_microphone', 'accepting'].includes(invites.incoming.value.phase) ||
      ['connecting', 'talking', 'reconnecting'].includes(call.state.value.phase);
    if (!needsVoice) untracked(microphone.close);
  });

  followCall({
    call,
    mediaSession: createMediaSession({
      session: environment.mediaSession,
      hangUp: () => void call.hangUp(),
      toggleMute: call.toggleMute,
    }),
    ring: createMatchRing({ ...environment, lendAudioContext, isWanted: () => sound.ringsOnMatch.peek() }),
  });
  // As soon as somebody looks for a partner: when one is found, the phone has enough to do with the voices.
  effect(() => {
    const track = microphone.track.value;
    untracked(() => {
      meter.follow(track);
      // The microphone is allowed by now, so the browser tells the names of what is plugged in.
      if (track !== null) void sound.refresh();
    });
  });
  effect(() => {
    void sound.inputId.value;
    untracked(() => void microphone.change());
  });
  effect(() => speaker.setOutput(sound.outputId.value));
  // The only microphone may have been unplugged, and be plugged in again.
  environment.audioDevices?.onChange(() => {
    if (sessionId() !== null) void microphone.revive();
  });

  environment.onNetworkHint((hint) => {
    socket.hint(hint);
    call.hint(hint);
  });

  return {
    account,
    connection,
    queue,
    call,
    callElsewhere,
    chat,
    people,
    history,
    invites,
    safety,
    sound,
    notifications,
    openCheck: createCheckOpener({ environment, api, connection, sound }),
    skew: computed(() => skew.value),
  };
}
