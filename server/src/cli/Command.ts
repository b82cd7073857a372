import type { z } from 'zod';
import type { Desk } from './Desk.ts';

/** One line for the operator, at once. */
export type Say = (line: string) => void;

export interface CommandResult {
  /** Whether the process ends with 0. */
  isOk: boolean;
  /** The same as what was said, for `--json`. */
  data: unknown;
}

/** What went wrong, in one line for the operator; the process ends with 1. */
export class CommandError extends Error {
  constructor(line: string, options?: ErrorOptions) {
    super(line, options);
    this.name = 'CommandError';
  }
}

/** The command was typed the wrong way; the process ends with 64 (EX_USAGE of sysexits.h). */
export class UsageError extends Error {
  constructor(line: string) {
    super(line);
    this.name = 'UsageError';
  }
}

interface CommandWords {
  name: string;
  /** For the list of all commands. */
  summary: string;
  /** What comes after the name, e.g. `USERNAME [--all]`. */
  usage: string;
  /** Lines of `--help`. */
  details: readonly string[];
  /** Names of the arguments that are given by their place, in order. */
  places: readonly string[];
  /** Those of `--options`; `flag` takes no value. */
  options: Readonly<Record<string, 'value' | 'flag'>>;
  /** An argument that is asked for on the terminal, or read from the standard input: never typed on the command line. */
  secret: string | null;
}

interface CommandSpec<Input> extends CommandWords {
  input: z.ZodType<Input>;
  /** @throws CommandError, AppError */
  run(desk: Desk, input: Input, say: Say): Promise<CommandResult>;
}

export interface Command extends CommandWords {
  /** @throws UsageError */
  check(input: unknown): void;
  /** Checks again: between the two may be a socket. @throws UsageError, CommandError, AppError */
  run(desk: Desk, input: unknown, say: Say): Promise<CommandResult>;
}

export function defineCommand<Input>({ input: schema, run, ...words }: CommandSpec<Input>): Command {
  function parse(input: unknown): Input {
    const parsed = schema.safeParse(input);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    const name = issue?.path.join('.') ?? '';
    throw new UsageError(`${name === '' ? '' : `${toTyped(words, name)}: `}${toWords(issue)}`);
  }
  return {
    ...words,
    check: (input) => void parse(input),
    run: (desk, input, say) => run(desk, parse(input), say),
  };
}

/** An argument as it is typed: USERNAME, --limit. */
function toTyped(words: CommandWords, name: string): string {
  const dashed = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return words.options[name] === undefined ? dashed.replaceAll('-', '_').toUpperCase() : `--${dashed}`;
}

function toWords(issue: z.core.$ZodIssue | undefined): string {
  if (issue === undefined) return 'cannot be used';
  if (issue.code === 'invalid_type' && issue.input === undefined) return 'is missing';
  if (issue.code === 'too_small')
    return `must be ${issue.origin === 'string' ? 'longer' : `at least ${issue.minimum}`}`;
  if (issue.code === 'too_big')
    return `must be ${issue.origin === 'string' ? 'shorter' : `at most ${issue.maximum}`}`;
  if (issue.code === 'unrecognized_keys') return `does not know ${issue.keys.join(', ')}`;
  return issue.message;
}
