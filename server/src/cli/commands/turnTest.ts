import { z } from 'zod';
import { CommandError, defineCommand } from '../Command.ts';
import { judgeRelay } from '../doctor/judgeRelay.ts';
import { sayFinding } from '../doctor/sayFinding.ts';
import { tryRelay } from '../doctor/tryRelay.ts';

export const turnTest = defineCommand({
  name: 'turn-test',
  summary: 'asks every relay of TURN_URLS for a real relay, as a phone would',
  usage: '[--insecure]',
  details: [
    'Over UDP, TCP and TLS, with a fresh password; says the relayed address and how long it took, and checks that',
    'the relay refuses to send into private networks. --insecure: does not look at the certificate.',
    'This machine is inside your firewall: for the view from outside run it on another one, with the same settings.',
  ],
  places: [],
  options: { insecure: 'flag' },
  secret: null,
  input: z.strictObject({ insecure: z.boolean().default(false) }),
  async run(desk, { insecure }, say) {
    const { turn } = desk.config;
    if (turn === null) throw new CommandError('there is no relay: set TURN_URLS and TURN_SECRET');
    const trials = await Promise.all(
      turn.urls.map(async (url) => {
        const options = { now: desk.clock.now(), checksCertificate: !insecure };
        const trial = await tryRelay(url, turn.secret, options);
        sayFinding(judgeRelay(trial), say);
        return trial;
      }),
    );
    return { isOk: trials.every((trial) => judgeRelay(trial).level !== 'fail'), data: trials };
  },
});
