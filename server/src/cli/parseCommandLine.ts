import { parseArgs } from 'node:util';
import { type Command, UsageError } from './Command.ts';

export type CommandLine =
  | { type: 'help' }
  | { type: 'command_help'; command: Command }
  | { type: 'run'; command: Command; input: Record<string, unknown>; isJson: boolean };

const OPTIONS_OF_ALL = { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;

/** `--birth-year` is `birthYear` inside. */
const toCamel = (name: string): string =>
  name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
const toDashed = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** @param args without the program. @throws UsageError */
export function parseCommandLine(args: readonly string[], commands: readonly Command[]): CommandLine {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h') return { type: 'help' };
  if (name === 'help') {
    const [wanted] = rest;
    return wanted === undefined
      ? { type: 'help' }
      : { type: 'command_help', command: findCommand(wanted, commands) };
  }
  const command = findCommand(name, commands);
  const { values, positionals } = readArguments(command, rest);
  if (values.help === true) return { type: 'command_help', command };
  if (positionals.length > command.places.length) {
    throw new UsageError(`too many arguments: ${command.name} ${command.usage}`.trimEnd());
  }
  const { json: isJson = false, ...options } = values;
  const input: Record<string, unknown> = {};
  for (const [at, place] of command.places.entries()) {
    if (positionals[at] !== undefined) input[place] = positionals[at];
  }
  for (const [option, value] of Object.entries(options)) input[toCamel(option)] = value;
  return { type: 'run', command, input, isJson: isJson === true };
}

function findCommand(name: string, commands: readonly Command[]): Command {
  const command = commands.find((one) => one.name === name);
  if (command === undefined) throw new UsageError(`there is no command ${name}; help lists them all`);
  return command;
}

function readArguments(
  command: Command,
  args: readonly string[],
): { values: Record<string, string | boolean | undefined>; positionals: string[] } {
  const options = Object.entries(command.options).map(
    ([name, kind]) => [toDashed(name), { type: kind === 'flag' ? 'boolean' : 'string' }] as const,
  );
  try {
    return parseArgs({
      args: [...args],
      options: { ...OPTIONS_OF_ALL, ...Object.fromEntries(options) },
      allowPositionals: true,
    });
  } catch (error) {
    // Its first sentence; what follows is about `--` and longer than what it is about.
    const words = error instanceof Error ? (error.message.split('. ')[0] ?? '') : '';
    throw new UsageError(words.replace(/\.$/, ''));
  }
}
