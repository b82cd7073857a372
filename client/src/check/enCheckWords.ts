import type { CheckWords } from './CheckWords.ts';

export const enCheckWords: CheckWords = {
  title: 'Checking the connection',
  lede: 'Half a minute is enough. Say something.',
  again: 'Check again',
  level: 'Loudness of your voice',
  moment: 'A few seconds',
  ms: {
    quick: '{ms}\u00a0ms, that is good',
    fair: '{ms}\u00a0ms, that will do',
    slow: '{ms}\u00a0ms, that is slow',
  },
  noServer: 'The server did not answer, so there was nothing to try it with.',
  tooMany: 'You can check six times an hour. The next time is {when}.',
  tooManyNow: 'You can check six times an hour. Try again a little later.',
  microphone: {
    checking: { title: 'Listening to the microphone', text: 'Say something.' },
    ok: 'The microphone hears you',
    failed: {
      refused: {
        title: 'The microphone is not allowed',
        text: 'Tap the sign beside the address bar, allow the microphone and check again.',
      },
      missing: {
        title: 'We found no microphone',
        text: 'Plug in headphones or a microphone and check again.',
      },
      busy: { title: 'The microphone is in use', text: 'Another app may be using it. Close that one.' },
      silent: {
        title: 'We did not hear your voice',
        text: 'Speak up, or choose another microphone in your profile.',
      },
    },
  },
  server: {
    checking: 'Trying the server',
    ok: 'The server answers',
    failed: {
      title: 'The server does not answer',
      text: 'Check your internet. If other sites open, try again a little later.',
    },
  },
  direct: {
    checking: 'Trying the direct way',
    ok: 'The direct way is open',
    closed: 'The direct way is closed',
    unavailable: 'The direct way was not tried',
    untried: 'We could not try the direct way',
  },
  relay_udp: {
    checking: 'Trying the spare way (UDP)',
    ok: 'The spare way is open (UDP)',
    closed: 'The spare way is closed (UDP)',
    unavailable: 'There is no spare way (UDP)',
    untried: 'We could not try the spare way (UDP)',
  },
  relay_tcp: {
    checking: 'Trying the spare way (TCP)',
    ok: 'The spare way is open (TCP)',
    closed: 'The spare way is closed (TCP)',
    unavailable: 'There is no spare way (TCP)',
    untried: 'We could not try the spare way (TCP)',
  },
  relay_tls: {
    checking: 'Trying the spare way (TLS)',
    ok: 'The spare way is open (TLS)',
    closed: 'The spare way is closed (TLS)',
    unavailable: 'There is no spare way (TLS)',
    untried: 'We could not try the spare way (TLS)',
  },
  advice: {
    relayed:
      'Mobile networks are often like that. Your voice goes through the server; you need not do anything.',
    alone: 'You may not be able to reach some partners. Try mobile data or another Wi-Fi.',
    otherWay: 'Your network does not let this through. There is another way, so talks will connect.',
    otherNetwork: 'Your network does not let this through. Try mobile data or another Wi-Fi.',
    unavailable: 'This server does not have this way.',
  },
};
