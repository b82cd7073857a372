import type { Environment } from '../api/Environment.ts';
import type { PeerSession } from './callModel.ts';
import { toSample } from './callStats.ts';
import { createControlChannel } from './createControlChannel.ts';
import { limitVoice } from './limitVoice.ts';
import type { Peer, PeerOptions } from './Peer.ts';
import { orderCodecs, preferVoice } from './preferVoice.ts';
import type { VoiceProfile } from './voiceProfile.ts';
import { withoutProbing } from './withoutProbing.ts';

type PeerEnvironment = Pick<Environment, 'createPeerConnection' | 'audioCodecs' | 'isSavingData' | 'clock'>;

/** So long a goodbye may take to cross the network; the voices are silent already. */
const BYE_MS = 1_000;

const toConfiguration = (session: PeerSession): RTCConfiguration => ({
  iceServers: session.iceServers,
  iceTransportPolicy: session.iceTransportPolicy,
  bundlePolicy: 'max-bundle',
});

export function createPeer(environment: PeerEnvironment, options: PeerOptions): Peer {
  const { observer } = options;
  const pc = environment.createPeerConnection(toConfiguration(options.session));
  const control = createControlChannel(pc, {
    isMuted: options.isMuted,
    attention: options.attention,
    clock: environment.clock,
    onMessage: observer.onSaid,
  });
  /** What is agreed on holds for the whole connection, so the setting is read once. */
  const isSavingData = environment.isSavingData();
  let track = options.track;
  let profile: VoiceProfile = 'full';
  let hasSaidBye = false;
  /** While a description is made its candidates wait, or they would overtake it. Null: none is being made. */
  let early: RTCIceCandidate[] | null = [];
  let queue: Promise<void> = Promise.resolve();

  /** The browser allows one operation at a time; each waits for those before it, whether they worked or not. */
  const inOrder = (work: () => Promise<void>): Promise<void> => {
    const result = queue.then(work);
    queue = result.catch(() => {});
    return result;
  };

  const tellCandidate = (candidate: RTCIceCandidate): void => {
    if (candidate.candidate === '') return;
    const { sdpMid, sdpMLineIndex, usernameFragment } = candidate;
    observer.onCandidate({ candidate: candidate.candidate, sdpMid, sdpMLineIndex, usernameFragment });
  };

  const toPartner = (sdp: string): string => withoutProbing(preferVoice(sdp, isSavingData));

  const setLocal = async (
    kind: 'offer' | 'answer',
    offer: string,
    description: RTCSessionDescriptionInit,
  ): Promise<void> => {
    early = [];
    await pc.setLocalDescription(description);
    observer.onDescription({ kind, offer, sdp: toPartner(description.sdp ?? '') });
    const candidates = early;
    early = null;
    candidates.forEach(tellCandidate);
  };

  const prepareVoice = async (transceiver: RTCRtpTransceiver): Promise<void> => {
    transceiver.direction = 'sendrecv';
    const codecs = orderCodecs(environment.audioCodecs(), isSavingData);
    // Old Safari has no preferences: there the browser's own order stays.
    if (codecs.length > 0) transceiver.setCodecPreferences?.(codecs);
    await transceiver.sender.replaceTrack(track);
  };

  const applyProfile = async (): Promise<void> => {
    const sender = voice()?.sender;
    if (sender !== undefined) await limitVoice(sender, profile, pc.remoteDescription?.sdp ?? '');
  };

  /** What the partner asks of our encoder, and when data is dear here too, what we ask of it. */
  const heed = (sdp: string): string => (isSavingData ? preferVoice(sdp, true) : sdp);

  const voice = (): RTCRtpTransceiver | undefined =>
    pc.getTransceivers().find((transceiver) => transceiver.direction !== 'stopped');

  pc.addEventListener('icecandidate', ({ candidate }) => {
    if (candidate === null) return;
    if (early === null) tellCandidate(candidate);
    else early.push(candidate);
  });
  pc.addEventListener('connectionstatechange', () => {
    if (pc.connectionState === 'connected') observer.onPathMade();
    if (pc.connectionState === 'failed' || pc.connectionState === 'disconnected') observer.onPathLost();
  });
  // Not event.streams: which stream a track belongs to is the sender's word, and it may send none.
  pc.addEventListener('track', (event) => observer.onStream(new MediaStream([event.track])));

  return {
    offer: (offer, iceRestart) =>
      inOrder(async () => {
        await prepareVoice(voice() ?? pc.addTransceiver('audio'));
        await setLocal('offer', offer, await pc.createOffer({ iceRestart }));
      }),
    answer: (offer, sdp) =>
      inOrder(async () => {
        await pc.setRemoteDescription({ type: 'offer', sdp: heed(sdp) });
        // An offer of our own that gave way leaves its transceiver behind, and the next offer would have two voices.
        for (const transceiver of pc.getTransceivers()) {
          if (transceiver.mid === null) transceiver.stop();
          else await prepareVoice(transceiver);
        }
        await setLocal('answer', offer, await pc.createAnswer());
        await applyProfile();
      }),
    accept: (sdp) =>
      inOrder(async () => {
        await pc.setRemoteDescription({ type: 'answer', sdp: heed(sdp) });
        await applyProfile();
      }),
    addCandidates: (candidates) =>
      inOrder(async () => {
        for (const candidate of candidates) await pc.addIceCandidate(candidate).catch(() => {});
      }),
    description() {
      const sdp = pc.localDescription?.sdp;
      return sdp === undefined ? null : toPartner(sdp);
    },
    configure(session) {
      // New relay credentials; a browser that will not change them keeps the old, which outlive the call.
      try {
        pc.setConfiguration(toConfiguration(session));
      } catch {
        return;
      }
    },
    setTrack(next) {
      track = next;
      void voice()?.sender.replaceTrack(next);
    },
    setVoice(next) {
      profile = next;
      void inOrder(applyProfile);
    },
    tellMuted: control.tellMuted,
    tellAttention: control.tellAttention,
    tellSignal: control.tellSignal,
    sayBye() {
      hasSaidBye = true;
      control.sayBye();
    },
    sample: async () =>
      toSample((await pc.getStats()) as ReadonlyMap<string, unknown>, environment.clock.now()),
    partnerRms: () => voice()?.receiver.getSynchronizationSources?.()[0]?.audioLevel ?? null,
    close() {
      if (!hasSaidBye) {
        pc.close();
        return;
      }
      for (const sender of pc.getSenders()) void sender.replaceTrack(null);
      environment.clock.after(BYE_MS, () => pc.close());
    },
  };
}
