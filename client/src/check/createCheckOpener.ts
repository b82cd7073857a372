import type { Api } from '../api/Api.ts';
import type { Connection } from '../api/Connection.ts';
import type { Environment } from '../api/Environment.ts';
import { createMicrophone } from '../call/createMicrophone.ts';
import { createVoiceMeter } from '../call/createVoiceMeter.ts';
import { shareAudioContext } from '../sound/shareAudioContext.ts';
import type { SoundStore } from '../sound/SoundStore.ts';
import type { ConnectionCheck } from './ConnectionCheck.ts';

interface OpenerOptions {
  environment: Environment;
  api: Api;
  connection: Connection;
  sound: Pick<SoundStore, 'inputId'>;
}

/** Fetches the check when it is wanted; it is the same one every time, for it remembers its relay credentials. */
export function createCheckOpener(options: OpenerOptions): () => Promise<ConnectionCheck> {
  const { environment, api, connection, sound } = options;
  const { clock, getUserMedia, createPeerConnection } = environment;
  let opening: Promise<ConnectionCheck> | null = null;

  const open = async (): Promise<ConnectionCheck> => {
    const { createConnectionCheck } = await import('./createConnectionCheck.ts');
    return createConnectionCheck({
      api,
      connection,
      clock,
      createPeerConnection,
      microphone: createMicrophone({ getUserMedia, clock, deviceId: () => sound.inputId.peek() }),
      meter: createVoiceMeter(shareAudioContext(environment.createAudioContext)),
    });
  };

  return () => {
    opening ??= open().catch((error: unknown) => {
      opening = null;
      throw error;
    });
    return opening;
  };
}
