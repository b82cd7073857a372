import type { Command } from './Command.ts';

/** Of all commands. */
export function toHelp(commands: readonly Command[]): string[] {
  const width = Math.max(...commands.map(({ name }) => name.length)) + 2;
  return [
    'Usage: suhbatdosh COMMAND [ARGUMENTS] [--json]',
    '',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}${summary}`),
    '',
    'suhbatdosh COMMAND --help says more about one. With Docker: docker compose exec server suhbatdosh …',
    'without: npm run -s cli -- …. A running server carries the command out itself, over a socket on this machine;',
    'where none runs, the command opens the database of the settings.',
    'Ends with 0: done; 1: it failed; 64: typed the wrong way; 78: the settings are wrong.',
  ];
}

export function toCommandHelp({ name, usage, summary, details }: Command): string[] {
  return [
    `Usage: suhbatdosh ${name} ${usage}`.trimEnd(),
    '',
    `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`,
    ...(details.length > 0 ? ['', ...details] : []),
    '',
    '--json prints the result as JSON instead.',
  ];
}
