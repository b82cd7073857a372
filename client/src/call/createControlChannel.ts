import type { Signal } from '@suhbatdosh/server/contract';
import type { Clock } from '../api/Clock.ts';
import { CONTROL_MESSAGE_MAX, readControlMessage } from './controlMessages.ts';
import type { Attention, ControlMessage } from './controlMessages.ts';
import { createSignalBudget } from './createSignalBudget.ts';

/** Both sides open it with this id from the start, so that it costs no exchange of its own (RFC 8832 is not used). */
const CHANNEL_ID = 0;
/** Several times what a restless call needs; a partner who sends more is not listened to until the minute is over. */
const MESSAGES_PER_MINUTE = 600;
const MINUTE_MS = 60_000;

interface ControlOptions {
  isMuted: boolean;
  attention: Attention;
  clock: Clock;
  onMessage: (message: ControlMessage) => void;
}

/** The partner's app, spoken to directly. What cannot be said because the channel is not open is dropped. */
export interface ControlChannel {
  tellMuted(isMuted: boolean): void;
  tellAttention(attention: Attention): void;
  tellSignal(signal: Signal): void;
  sayBye(): void;
}

type ChannelOpener = Pick<RTCPeerConnection, 'createDataChannel'>;

export function createControlChannel(pc: ChannelOpener, options: ControlOptions): ControlChannel {
  const { clock } = options;
  const channel = pc.createDataChannel('control', { negotiated: true, id: CHANNEL_ID });
  let { isMuted, attention } = options;
  const withinBudget = createSignalBudget(clock);
  let heard = 0;
  let countedFromMs = clock.now();

  const send = (message: ControlMessage): void => {
    if (channel.readyState !== 'open') return;
    const text = JSON.stringify(message);
    if (text.length > CONTROL_MESSAGE_MAX) return;
    try {
      channel.send(text);
    } catch {
      // Its buffer is full: the path has been gone for long, and what is said now would come too late.
    }
  };

  const isTooMuch = (): boolean => {
    const nowMs = clock.now();
    if (nowMs - countedFromMs >= MINUTE_MS) {
      heard = 0;
      countedFromMs = nowMs;
    }
    heard += 1;
    return heard > MESSAGES_PER_MINUTE;
  };

  channel.addEventListener('open', () => {
    send({ type: 'mute', isMuted });
    send({ type: 'attention', attention });
  });
  channel.addEventListener('message', ({ data }) => {
    if (isTooMuch()) return;
    const message = readControlMessage(data);
    if (message?.type !== 'signals') return message === null ? undefined : options.onMessage(message);
    const signals = withinBudget(message.signals);
    if (signals.length > 0) options.onMessage({ ...message, signals });
  });

  return {
    tellMuted(next) {
      isMuted = next;
      send({ type: 'mute', isMuted });
    },
    tellAttention(next) {
      attention = next;
      send({ type: 'attention', attention });
    },
    tellSignal: (signal) => send({ type: 'signals', signals: [signal] }),
    sayBye: () => send({ type: 'bye' }),
  };
}
