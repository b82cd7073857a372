import type { MicrophoneTrouble } from '../call/Microphone.ts';

interface Told {
  title: string;
  text: string;
}

/** One way of reaching others, in every state. Titles say it whole, for they are read out. */
interface WayWords {
  checking: string;
  ok: string;
  closed: string;
  unavailable: string;
  /** It could not be tried, for a reason that has nothing to do with it. */
  untried: string;
}

/** The words of this one screen: they come with it, so that nobody waits for them who does not need them. */
export interface CheckWords {
  title: string;
  lede: string;
  again: string;
  level: string;
  moment: string;
  /** `{ms}` is filled in. */
  ms: Readonly<Record<'quick' | 'fair' | 'slow', string>>;
  /** The server could not be asked. */
  noServer: string;
  /** `{when}` is filled in. */
  tooMany: string;
  tooManyNow: string;
  microphone: { checking: Told; ok: string; failed: Readonly<Record<MicrophoneTrouble | 'silent', Told>> };
  server: { checking: string; ok: string; failed: Told };
  direct: WayWords;
  relay_udp: WayWords;
  relay_tcp: WayWords;
  relay_tls: WayWords;
  advice: {
    /** Not directly, but by the relay. */
    relayed: string;
    /** Neither directly nor by the relay. */
    alone: string;
    /** Not this relay, but another way. */
    otherWay: string;
    /** Nothing at all. */
    otherNetwork: string;
    unavailable: string;
  };
}
