import { z } from 'zod';
import { LIMITS } from '../../contract/limits.ts';
import { registerInput } from '../../contract/people.ts';
import { band, role } from '../../contract/words.ts';
import type { KnownAccount } from '../../accounts/createAccountDesk.ts';
import { type Command, defineCommand } from '../Command.ts';

const { username, password, displayName } = registerInput.shape;
/** A username, an e-mail address or an id, as somebody has it. */
const name = z.string().trim().min(1).max(LIMITS.emailMax);

const NAME_WORDS =
  'USERNAME is a username, the e-mail address of the account, or its id (userId in the log).';
const PASSWORD_WORDS = [
  'The password is asked for and not shown; from a script it is read from the standard input:',
  '  printf %s "$PASSWORD" | suhbatdosh …',
  `It must have ${LIMITS.passwordMin} to ${LIMITS.passwordMax} characters and not be a common one.`,
];

const toData = ({ id, username: called, role: has, bannedAt }: KnownAccount): object => ({
  id,
  username: called,
  role: has,
  bannedAt: bannedAt?.toISOString() ?? null,
});

const createAdmin = defineCommand({
  name: 'create-admin',
  summary: 'makes an account that may do everything',
  usage: 'USERNAME [--display-name TEXT] [--band 7] [--birth-year 1990]',
  details: [
    ...PASSWORD_WORDS,
    'Band and year of birth are what the app knows of everybody; the account can be used for talking too.',
  ],
  places: ['username'],
  options: { displayName: 'value', band: 'value', birthYear: 'value' },
  secret: 'password',
  input: z.strictObject({
    username,
    password,
    displayName: displayName.optional(),
    band: z.coerce.number().pipe(band).default(7),
    birthYear: z.coerce.number().int().min(1900).max(2100).default(1990),
  }),
  async run(desk, input, say) {
    const { accounts } = await desk.house();
    const made = await accounts.createAdmin({ ...input, displayName: input.displayName ?? input.username });
    say(`made the admin ${made.username}; log in at ${desk.config.origins[0] ?? ''}`);
    return { isOk: true, data: toData(made) };
  },
});

const setPassword = defineCommand({
  name: 'set-password',
  summary: 'gives an account a new password and ends its logins',
  usage: 'USERNAME',
  details: [NAME_WORDS, ...PASSWORD_WORDS],
  places: ['username'],
  options: {},
  secret: 'password',
  input: z.strictObject({ username: name, password }),
  async run(desk, input, say) {
    const { accounts } = await desk.house();
    const account = await accounts.setPassword(input.username, input.password);
    say(`${account.username} has a new password; every device has to log in again`);
    return { isOk: true, data: toData(account) };
  },
});

const setRole = defineCommand({
  name: 'set-role',
  summary: 'says what an account may do: learner, moderator or admin',
  usage: 'USERNAME ROLE',
  details: [NAME_WORDS],
  places: ['username', 'role'],
  options: {},
  secret: null,
  input: z.strictObject({ username: name, role }),
  async run(desk, input, say) {
    const { accounts } = await desk.house();
    const account = await accounts.setRole(input.username, input.role);
    say(`${account.username} is ${account.role} now`);
    return { isOk: true, data: toData(account) };
  },
});

const ban = defineCommand({
  name: 'ban',
  summary: 'locks an account out, at once and on every server',
  usage: 'USERNAME',
  details: [
    NAME_WORDS,
    'Its calls, its place in the queue and its logins end within a second; others no longer see it.',
  ],
  places: ['username'],
  options: {},
  secret: null,
  input: z.strictObject({ username: name }),
  async run(desk, input, say) {
    const { accounts } = await desk.house();
    const account = await accounts.setBanned(input.username, true);
    say(`${account.username} is banned`);
    return { isOk: true, data: toData(account) };
  },
});

const unban = defineCommand({
  name: 'unban',
  summary: 'lets a banned account in again',
  usage: 'USERNAME',
  details: [NAME_WORDS],
  places: ['username'],
  options: {},
  secret: null,
  input: z.strictObject({ username: name }),
  async run(desk, input, say) {
    const { accounts } = await desk.house();
    const account = await accounts.setBanned(input.username, false);
    say(`${account.username} may log in again`);
    return { isOk: true, data: toData(account) };
  },
});

export const accountCommands: readonly Command[] = [createAdmin, setPassword, setRole, ban, unban];
