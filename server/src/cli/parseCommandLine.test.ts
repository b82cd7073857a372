import { expect, test } from 'vitest';
import { UsageError } from './Command.ts';
import { commands } from './commands.ts';
import { parseCommandLine } from './parseCommandLine.ts';
import { toCommandHelp, toHelp } from './toHelp.ts';

const parse = (line: string): unknown => parseCommandLine(line === '' ? [] : line.split(' '), commands);
const named = (name: string): object => ({ name }) as object;

test.each(['', 'help', '--help', '-h'])('"%s" asks for the list of commands', (line) => {
  expect(parse(line)).toEqual({ type: 'help' });
});

test.each(['help ban', 'ban --help', 'ban -h', 'ban madina --help'])(
  '"%s" asks about one command',
  (line) => {
    expect(parse(line)).toMatchObject({ type: 'command_help', command: named('ban') });
  },
);

test.each([
  ['ban madina', 'ban', { username: 'madina' }, false],
  ['set-role madina moderator --json', 'set-role', { username: 'madina', role: 'moderator' }, true],
  ['list-reports --all --limit 5', 'list-reports', { all: true, limit: '5' }, false],
  ['create-admin boss --birth-year=1980', 'create-admin', { username: 'boss', birthYear: '1980' }, false],
])('"%s" is understood', (line, name, input, isJson) => {
  expect(parse(line)).toMatchObject({ type: 'run', command: named(name), input, isJson });
});

test.each([
  ['destroy', /there is no command destroy/],
  ['help destroy', /there is no command destroy/],
  ['stats now', /too many arguments: stats/],
  ['ban a b', /too many arguments: ban USERNAME/],
  ['ban madina --password x', /--password/],
  ['list-reports --limit', /--limit/],
  ['list-reports --all=yes', /--all/],
])('"%s" is refused', (line, words) => {
  expect(() => parse(line)).toThrow(UsageError);
  expect(() => parse(line)).toThrow(words);
});

test('a password is never typed on the command line', () => {
  for (const { places, options, secret } of commands) {
    expect([...places, ...Object.keys(options)].filter((name) => name === secret)).toEqual([]);
  }
  expect(commands.filter(({ secret }) => secret === 'password').map(({ name }) => name)).toEqual([
    'create-admin',
    'set-password',
  ]);
});

const known = (name: string): (typeof commands)[number] => {
  const command = commands.find((one) => one.name === name);
  if (command === undefined) throw new Error(`no command ${name}`);
  return command;
};

const PASSWORD = 'seven blue melons';
test.each([
  ['create-admin', {}, /^USERNAME: is missing/],
  ['create-admin', { username: 'a b c', password: PASSWORD }, /^USERNAME: letters a-z/],
  ['create-admin', { username: 'boss', password: 'short' }, /^password: must have 8 to 256|^PASSWORD/],
  ['create-admin', { username: 'boss', password: PASSWORD, band: '9.3' }, /^--band/],
  [
    'create-admin',
    { username: 'boss', password: PASSWORD, birthYear: '1700' },
    /^--birth-year: must be at least 1900/,
  ],
  [
    'create-admin',
    { username: 'boss', password: PASSWORD, displayName: 'x'.repeat(41) },
    /^--display-name: must have 1 to 40/,
  ],
  ['set-password', { username: 'x'.repeat(255), password: PASSWORD }, /^USERNAME: must be shorter/],
  ['set-role', { username: 'madina', role: 'king' }, /^ROLE/],
  ['ban', { username: '' }, /^USERNAME: must be longer/],
  ['ban', { username: 'madina', reason: 'x' }, /does not know reason/],
  ['list-reports', { limit: '0' }, /^--limit: must be at least 1/],
  ['list-reports', { limit: '1001' }, /^--limit: must be at most 1000/],
  ['list-reports', { limit: 'many' }, /^--limit/],
  ['show-report', { id: "' or 1=1" }, /^ID: must be the id of a report/],
  ['resolve-report', { id: 'abc' }, /^ID: must be the id of a report/],
  ['backup', { folder: 'x'.repeat(4097) }, /^FOLDER: must be shorter/],
  ['restore', {}, /^FILE: is missing/],
])('%s refuses %j', (name, input, words) => {
  expect(() => known(name).check(input)).toThrow(UsageError);
  expect(() => known(name).check(input)).toThrow(words);
});

test('the help names every command, and the help of each says how it is typed', () => {
  const help = toHelp(commands).join('\n');
  for (const command of commands) {
    expect(help).toContain(`\n  ${command.name} `);
    const words = toCommandHelp(command);
    expect(words[0]).toBe(`Usage: suhbatdosh ${command.name} ${command.usage}`.trimEnd());
    for (const place of command.places) {
      expect(command.usage).toContain(place.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase());
    }
    for (const option of Object.keys(command.options)) {
      expect(command.usage).toContain(
        `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
      );
    }
  }
});
