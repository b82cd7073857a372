import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;

export interface RunOptions {
  cwd?: string;
  /** What it reads from its standard input; without it, nothing. */
  input?: string;
}

/** What a program printed. @throws with all it said when it fails */
export async function run(
  program: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<string> {
  try {
    const running = execute(program, args, { cwd: options.cwd, maxBuffer: MAX_OUTPUT_BYTES });
    // A program that reads nothing may be gone before it is told that nothing comes.
    running.child.stdin?.on('error', () => undefined).end(options.input ?? '');
    return (await running).stdout;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${program} ${args.join(' ')} failed:\n${stdout}\n${stderr}`, { cause: error });
  }
}
