import type { TRPCClient } from '@trpc/client';
import type { AppRouter } from '@suhbatdosh/server';
import type { Api } from './Api.ts';

/** Here the compiler compares what the stores call with what the server has. */
export function createApi(trpc: TRPCClient<AppRouter>): Api {
  return {
    auth: {
      rules: () => trpc.auth.rules.query(),
      me: () => trpc.auth.me.query(),
      register: (input) => trpc.auth.register.mutate(input),
      login: (input) => trpc.auth.login.mutate(input),
      logout: () => trpc.auth.logout.mutate(),
      logoutEverywhere: () => trpc.auth.logoutEverywhere.mutate(),
      changePassword: (input) => trpc.auth.changePassword.mutate(input),
    },
    profile: {
      update: (input) => trpc.profile.update.mutate(input),
    },
    queue: {
      join: (input) => trpc.queue.join.mutate(input),
      widen: (input) => trpc.queue.widen.mutate(input),
      prepared: (input) => trpc.queue.prepared.mutate(input),
      leave: () => trpc.queue.leave.mutate(),
      status: () => trpc.queue.status.query(),
    },
    session: {
      signal: (input) => trpc.session.signal.mutate(input),
      connected: (input) => trpc.session.connected.mutate(input),
      chat: (input) => trpc.session.chat.mutate(input),
      background: (input) => trpc.session.background.mutate(input),
      end: (input) => trpc.session.end.mutate(input),
      takeOver: (input) => trpc.session.takeOver.mutate(input),
    },
    turn: {
      iceServers: () => trpc.turn.iceServers.query(),
    },
    people: {
      list: (input) => trpc.profile.list.query(input),
    },
    history: {
      list: (input) => trpc.session.history.query(input),
      rate: (input) => trpc.session.rate.mutate(input),
    },
    invites: {
      send: (input) => trpc.session.invite.mutate(input),
      answer: (input) => trpc.session.answerInvite.mutate(input),
      cancel: (inviteId) => trpc.session.cancelInvite.mutate({ inviteId }),
    },
    safety: {
      block: (userId) => trpc.safety.block.mutate({ userId }),
      unblock: (userId) => trpc.safety.unblock.mutate({ userId }),
      blocked: () => trpc.safety.blocked.query(),
      report: (input) => trpc.safety.report.mutate(input),
    },
    push: {
      publicKey: () => trpc.push.publicKey.query(),
      subscribe: (input) => trpc.push.subscribe.mutate(input),
      unsubscribe: (input) => trpc.push.unsubscribe.mutate(input),
      preferences: () => trpc.push.preferences.query(),
      setPreferences: (input) => trpc.push.setPreferences.mutate(input),
    },
  };
}
