import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { ServerPlace } from '../e2e/serverPlace.ts';
import type { Lab } from './createLab.ts';
import { PUBLIC_ADDRESS } from './labPlan.ts';

/** One of the two that strict firewalls leave open; the relay has the other. */
export const APP_PORT = 443;

/** Nothing outside can reach the lab, so that whoever asks must run inside. */
const ASK = 'fetch(process.argv[1]).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))';

/** Where the lab's server runs. */
export const toLabPlace = (lab: Lab): ServerPlace => ({
  host: PUBLIC_ADDRESS,
  freePort: async () => APP_PORT,
  command: (command) => lab.at('backbone', command),
  async answers(url) {
    const [program, args] = lab.at('backbone', [process.execPath, '-e', ASK, url]);
    const [code] = await once(spawn(program, args, { stdio: 'ignore' }), 'exit');
    return code === 0;
  },
});
