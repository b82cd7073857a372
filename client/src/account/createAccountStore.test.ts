import { expect, test } from 'vitest';
import type { Me } from '@suhbatdosh/server/contract';
import type { Api } from '../api/Api.ts';
import { aLostSocket, aRefusal } from '../api/aRefusal.ts';
import { createMemoryKeyValueStore } from '../api/memoryKeyValueStore.ts';
import { aMe } from './aMe.ts';
import { createAccountStore } from './createAccountStore.ts';

function setUp(kept: string | null = null) {
  const device = createMemoryKeyValueStore();
  if (kept !== null) device.set('suhbatdosh.me', kept);
  const steps: string[] = [];
  const server: { me: Me | null; error: Error | null } = { me: null, error: null };
  const answer = async <T>(value: T): Promise<T> => {
    if (server.error !== null) throw server.error;
    return value;
  };
  const api: Pick<Api, 'auth' | 'profile'> = {
    auth: {
      rules: () => answer({ minAge: 18 }),
      me: () => answer(server.me),
      register: (input) => answer(aMe({ username: input.username })),
      login: (input) => answer(aMe({ username: input.username })),
      logout: () => answer({ ok: true }),
      logoutEverywhere: () => answer({ ok: true }),
      changePassword: () => answer(aMe()),
    },
    profile: { update: (change) => answer(aMe(change as Partial<Me>)) },
  };
  const connection = { open: () => steps.push('open'), close: () => steps.push('close') };
  const account = createAccountStore({ api, connection, device });
  return { account, server, steps, kept: () => device.get('suhbatdosh.me') };
}

test('knows nothing before it has asked, then nobody', async () => {
  const { account } = setUp();
  expect(account.me.value).toBe(undefined);
  expect(await account.load()).toBe(null);
  expect(account.me.value).toBe(null);
});

test('shows the last known learner while the server is away, and goes on trying', async () => {
  const { account, server, steps } = setUp(JSON.stringify(aMe({ username: 'aziza' })));
  server.error = aLostSocket();
  expect(account.me.value?.username).toBe('aziza');
  expect((await account.load())?.code).toBe('OFFLINE');
  expect(account.me.value?.username).toBe('aziza');
  expect(steps).toEqual(['open']);
});

test('knows the usual least age until the server has said its own', async () => {
  const { account, server } = setUp();
  server.error = aLostSocket();
  await account.learnMinAge();
  expect(account.minAge.value).toBe(16);
  server.error = null;
  await account.learnMinAge();
  expect(account.minAge.value).toBe(18);
});

test('a login keeps the learner for the next start and opens the connection', async () => {
  const { account, steps, kept } = setUp();
  expect(await account.login({ username: 'aziza', password: 'x' })).toBe(null);
  expect(account.me.value?.username).toBe('aziza');
  expect(steps.at(-1)).toBe('open');
  expect(kept()).toContain('aziza');
});

test('a refused login changes nothing', async () => {
  const { account, server, steps } = setUp();
  await account.load();
  server.error = aRefusal('WRONG_CREDENTIALS');
  expect((await account.login({ username: 'aziza', password: 'x' }))?.code).toBe('WRONG_CREDENTIALS');
  expect(account.me.value).toBe(null);
  expect(steps).toEqual(['close']);
});

test('a logout forgets the learner and closes', async () => {
  const { account, steps, kept } = setUp();
  await account.login({ username: 'aziza', password: 'x' });
  expect(await account.logout()).toBe(null);
  expect(account.me.value).toBe(null);
  expect(kept()).toBe(null);
  expect(steps.at(-1)).toBe('close');
});

test('a logout that the server could not hear is not pretended', async () => {
  const { account, server } = setUp();
  await account.login({ username: 'aziza', password: 'x' });
  server.error = aLostSocket();
  expect((await account.logout())?.code).toBe('OFFLINE');
  expect(account.me.value).not.toBe(null);
});

test('whatever is asked, a login that is over is noticed', async () => {
  const { account, server } = setUp();
  await account.login({ username: 'aziza', password: 'x' });
  server.error = aRefusal('NOT_LOGGED_IN');
  expect((await account.update({ displayName: 'A' }))?.code).toBe('NOT_LOGGED_IN');
  expect(account.me.value).toBe(null);
});

test('a new password gets a new connection, right or wrong', async () => {
  const { account, server, steps } = setUp();
  await account.login({ username: 'aziza', password: 'x' });
  steps.length = 0;
  await account.changePassword({ currentPassword: 'x', newPassword: 'long enough' });
  expect([steps.at(0), steps.at(-1)]).toEqual(['close', 'open']);
  steps.length = 0;
  server.error = aRefusal('WRONG_CREDENTIALS');
  await account.changePassword({ currentPassword: 'no', newPassword: 'long enough' });
  expect(steps).toEqual(['close', 'open']);
  expect(account.me.value?.username).toBe('learner');
});

test('a kept value that cannot be read is as good as none', () => {
  const { account } = setUp('{"half');
  expect(account.me.value).toBe(undefined);
});

test('the server may end the login from afar', async () => {
  const { account, steps } = setUp();
  await account.login({ username: 'aziza', password: 'x' });
  account.loseLogin();
  expect(account.me.value).toBe(null);
  expect(steps.at(-1)).toBe('close');
});
