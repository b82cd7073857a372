import { z } from 'zod';
import { CommandError, defineCommand } from '../Command.ts';

export const vapid = defineCommand({
  name: 'vapid',
  summary: 'the public key that names this installation to push services',
  usage: '[--rotate]',
  details: [
    '--rotate: makes a new pair, when somebody may have seen the private key. Every device then hears nothing until the',
    'app is opened on it once. A pair of the settings (VAPID_PRIVATE_KEY) is changed there.',
  ],
  places: [],
  options: { rotate: 'flag' },
  secret: null,
  input: z.strictObject({ rotate: z.boolean().default(false) }),
  async run(desk, { rotate }, say) {
    if (rotate && desk.config.vapid !== null) {
      throw new CommandError(
        'the keys come from the settings: change VAPID_PUBLIC_KEY and VAPID_PRIVATE_KEY there',
      );
    }
    const { pushKeys } = await desk.house();
    const { publicKey } = rotate ? await pushKeys.rotate() : await pushKeys.current();
    say(publicKey);
    if (rotate) say('this is a new pair: every device hears nothing until the app is opened on it once');
    return { isOk: true, data: { publicKey, from: desk.config.vapid === null ? 'database' : 'settings' } };
  },
});
