import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** Builds a lab, starts a process in it, and says where all of that is. */
const OWNER = `
  import { spawn } from 'node:child_process';
  import { createLab } from ${JSON.stringify(join(import.meta.dirname, 'createLab.ts'))};
  const lab = await createLab();
  const [program, args] = lab.at('backbone', ['sleep', '600']);
  const inhabitant = spawn(program, args, { detached: true, stdio: 'ignore' });
  console.log(JSON.stringify({ folder: lab.folder, holder: args[0].split('/')[2], inhabitant: inhabitant.pid }));
`;

/** A process that is over but that nobody has asked for yet (state Z of proc(5)) holds nothing any more. */
function isThere(place: string): boolean {
  if (!existsSync(place)) return false;
  if (!place.startsWith('/proc/')) return true;
  try {
    return !/\) Z /.test(readFileSync(`${place}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

test('a lab whose owner is killed leaves no process, no namespace and no file behind', async () => {
  const owner = spawn(process.execPath, ['--input-type=module', '-e', OWNER], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(owner.stdout, 'data')) as [Buffer];
  const made = JSON.parse(line.toString()) as { folder: string; holder: string; inhabitant: number };
  // A namespace without a name is there as long as somebody holds it or is in it.
  const places = [made.folder, `/proc/${made.holder}`, `/proc/${made.inhabitant}`];
  expect(places.filter((place) => !isThere(place))).toEqual([]);

  owner.kill('SIGKILL');
  await expect.poll(() => places.filter(isThere), { timeout: 5_000 }).toEqual([]);
});
