import { ConfigError, readConfig, type Environment } from '../config.ts';
import { askOperatorSocket } from './askOperatorSocket.ts';
import { type Command, type CommandResult, type Say, UsageError } from './Command.ts';
import { openLocalDesk } from './openLocalDesk.ts';
import { type CommandLine, parseCommandLine } from './parseCommandLine.ts';
import { readSecret } from './readSecret.ts';
import { toCommandHelp, toHelp } from './toHelp.ts';
import { toOperatorWords } from './toOperatorWords.ts';

interface Process {
  env: Environment;
  commands: readonly Command[];
  stdin: NodeJS.ReadableStream & { isTTY?: boolean };
  out: Say;
  /** For what is not the result: refusals, questions. */
  err: NodeJS.WritableStream;
}

/** sysexits.h */
const EXIT = { DONE: 0, FAILED: 1, USAGE: 64, CONFIG: 78 } as const;

/** Names and texts come from people: nothing of them may steer the terminal. */
const printable = (line: string): string => line.replace(/\p{Cc}|\p{Cf}/gu, '');

/** What an operator types. Answers the exit code. */
export async function runCommandLine(args: readonly string[], process: Process): Promise<number> {
  const say: Say = (line) => process.out(printable(line));
  try {
    const line = parseCommandLine(args, process.commands);
    if (line.type === 'help') for (const words of toHelp(process.commands)) say(words);
    if (line.type === 'command_help') for (const words of toCommandHelp(line.command)) say(words);
    if (line.type !== 'run') return EXIT.DONE;
    const { isOk, data } = await run(line, process, line.isJson ? () => {} : say);
    if (line.isJson) process.out(JSON.stringify(data, null, 2));
    return isOk ? EXIT.DONE : EXIT.FAILED;
  } catch (error) {
    if (error instanceof UsageError) return refuse(process, EXIT.USAGE, [error.message]);
    if (error instanceof ConfigError) return refuse(process, EXIT.CONFIG, error.lines);
    const words = toOperatorWords(error);
    if (words === null) throw error;
    return refuse(process, EXIT.FAILED, [words]);
  }
}

async function run(
  { command, input }: Extract<CommandLine, { type: 'run' }>,
  process: Process,
  say: Say,
): Promise<CommandResult> {
  const config = readConfig(process.env);
  if (command.secret !== null) {
    // What can be refused is refused before anybody is asked for a password.
    command.check({ ...input, [command.secret]: 'x'.repeat(16) });
    input[command.secret] = await readSecret(command.secret, { input: process.stdin, output: process.err });
  }
  command.check(input);
  const { operatorSocket } = config;
  if (operatorSocket !== null) {
    const result = await askOperatorSocket(operatorSocket, { command: command.name, input }, say);
    if (result !== null) return result;
  }
  const desk = openLocalDesk(config);
  try {
    return await command.run(desk, input, say);
  } finally {
    await desk.close();
  }
}

function refuse({ err }: Process, exitCode: number, lines: readonly string[]): number {
  for (const line of lines) err.write(`suhbatdosh: ${printable(line)}\n`);
  return exitCode;
}
