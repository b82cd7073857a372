import { effect, untracked } from '@preact/signals';
import { createAccountStore } from './account/createAccountStore.ts';
import { createBrowserEnvironment } from './api/browserEnvironment.ts';
import { claimDeviceId } from './api/claimDeviceId.ts';
import { createApi } from './api/createApi.ts';
import { createConnection } from './api/createConnection.ts';
import { createSocket } from './api/createSocket.ts';
import { createTabPlace } from './api/createTabPlace.ts';
import { createTrpc } from './api/createTrpc.ts';
import { createTrpcEventFeed } from './api/trpcEventFeed.ts';
import type { Environment } from './api/Environment.ts';
import { createCallStore } from './call/createCallStore.ts';
import { createMicrophone } from './call/createMicrophone.ts';
import { createPeer } from './call/createPeer.ts';
import { createSpeaker } from './call/createSpeaker.ts';
import { createVoiceMeter } from './call/createVoiceMeter.ts';
import { createChatStore } from './chat/createChatStore.ts';
import { createQueueStore } from './queue/createQueueStore.ts';
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
  const trpc = createTrpc({ ...environment, socketLink: socket.link });
  const api = createApi(trpc);
  const connection = createConnection({
    feed: createTrpcEventFeed(trpc),
    socket,
    claimDeviceId: () => claimDeviceId(environment),
    clock,
    random,
  });
  const account = createAccountStore({ api, connection, device: environment.device });
  const microphone = createMicrophone(environment.getUserMedia);
  const place = createTabPlace(environment.tab, () => connection.deviceId);
  const queue = createQueueStore({ api, connection, microphone, place, clock });
  const call = createCallStore({
    api,
    connection,
    microphone,
    place,
    clock,
    newId,
    openPeer: (options) => createPeer(environment, options),
    speaker: createSpeaker(environment.createAudioElement),
    meter: createVoiceMeter(environment.createAudioContext),
    keepScreenOn: environment.keepScreenOn,
    acceptsMatch: queue.acceptsMatch,
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
    userId: () => account.me.peek()?.id ?? null,
    sessionId,
  });

  effect(() => {
    if (account.me.value !== null) return;
    untracked(() => {
      call.reset();
      queue.reset();
    });
  });

  call.state.subscribe(() => untracked(chat.followSession));

  // The light that says "recording" goes out as soon as nobody waits or talks.
  effect(() => {
    const needsVoice =
      ['asking_microphone', 'joining', 'waiting'].includes(queue.state.value.phase) ||
      ['connecting', 'talking', 'reconnecting'].includes(call.state.value.phase);
    if (!needsVoice) untracked(microphone.close);
  });

  environment.onNetworkHint((hint) => {
    socket.hint(hint);
    call.hint(hint);
  });

  return { account, connection, queue, call, chat };
}
