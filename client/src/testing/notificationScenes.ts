import type { NotificationState } from '../pwa/NotificationStore.ts';
import { anEndedCall, notificationsOn } from './builders.ts';
import type { Scene } from './Scene.ts';

const settings = (state: NotificationState): Scene => ({
  path: '/profile',
  set: (fake) => (fake.notifications.value = state),
});

/** What there is to see about notifications. */
export const NOTIFICATION_SCENES: Readonly<Record<string, Scene>> = {
  notify_on: settings(notificationsOn()),
  notify_on_always: settings(notificationsOn({ quietFrom: null })),
  notify_turning_on: settings({ phase: 'turning_on' }),
  notify_denied: settings({ phase: 'denied' }),
  notify_needs_install: settings({ phase: 'needs_install' }),
  notify_unsupported: settings({ phase: 'unsupported' }),
  notify_no_service: settings({ phase: 'off', trouble: 'no_service' }),
  home_notify: { path: '/', set: (fake) => (fake.isOffered.value = true) },
  after_notify: {
    path: '/talk',
    set(fake) {
      fake.call.value = anEndedCall({});
      fake.isOffered.value = true;
    },
  },
};
