/** Both sides open it with this id from the start, so that it costs no exchange of its own (RFC 8832 is not used). */
const CHANNEL_ID = 0;

interface ControlOptions {
  isMuted: boolean;
  onPartnerMuted: (isMuted: boolean) => void;
}

/** What the two apps tell each other directly, beside the voices. Unknown messages are for newer apps. */
export function createControlChannel(pc: RTCPeerConnection, options: ControlOptions) {
  const channel = pc.createDataChannel('control', { negotiated: true, id: CHANNEL_ID });
  let { isMuted } = options;

  const tell = (): void => {
    if (channel.readyState === 'open') channel.send(JSON.stringify({ type: 'mute', isMuted }));
  };

  channel.addEventListener('open', tell);
  channel.addEventListener('message', ({ data }) => {
    const said = readMute(data);
    if (said !== null) options.onPartnerMuted(said);
  });

  return {
    tellMuted(next: boolean): void {
      isMuted = next;
      tell();
    },
  };
}

/** @returns null for anything else; the sender is a stranger's browser */
function readMute(data: unknown): boolean | null {
  if (typeof data !== 'string' || data.length > 1_000) return null;
  try {
    const message: unknown = JSON.parse(data);
    const isMute =
      typeof message === 'object' && message !== null && 'type' in message && message.type === 'mute';
    return isMute && 'isMuted' in message ? message.isMuted === true : null;
  } catch {
    return null;
  }
}
