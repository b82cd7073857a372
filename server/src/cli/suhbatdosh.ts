import { existsSync } from 'node:fs';
import process from 'node:process';
import { commands } from './commands.ts';
import { runCommandLine } from './runCommandLine.ts';

/** npm run cli -- …, and `suhbatdosh …` in the image. The settings are those of `npm start`: a .env in this folder, if there is one. */
if (existsSync('.env')) process.loadEnvFile('.env');
process.exitCode = await runCommandLine(process.argv.slice(2), {
  env: process.env,
  commands,
  stdin: process.stdin,
  out: (line) => console.log(line),
  err: process.stderr,
});
// A terminal that was read from would keep the process.
process.stdin.destroy();
