import { parseArgs } from 'node:util';
import { runHerd } from './herd.ts';

/**
 * `npm run bench:herd --workspace server`: a server is killed with so many people on it, and how soon the others have
 * taken them in. `--users N`, `--survivors N`.
 */
const { values } = parseArgs({
  options: {
    users: { type: 'string', default: '2000' },
    survivors: { type: 'string', default: '2' },
  },
});
const figures = await runHerd({ users: Number(values.users), survivors: Number(values.survivors) });
console.log(JSON.stringify(figures, null, 2));
process.exit(figures.resumed === figures.users && figures.errors.length === 0 ? 0 : 1);
