import type { CheckResults } from '../check/ConnectionCheck.ts';
import { aTalk } from './builders.ts';
import type { FakeStores } from './fakeStores.ts';
import type { Scene } from './Scene.ts';

const OK = { step: 'ok', ms: 84 } as const;
const CLOSED = { step: 'failed', why: 'closed' } as const;

const checked = (results: CheckResults): Scene => ({
  path: '/check',
  set(fake) {
    fake.checkResults.value = results;
    fake.checkLevel.value = 0.58;
  },
});

const talk = (change: (fake: FakeStores) => void): Scene => ({
  path: '/talk',
  set(fake, nowMs) {
    fake.call.value = aTalk('talking', nowMs - 767_000);
    fake.partnerLevel.value = 0.3;
    change(fake);
  },
});

const plugIn = (fake: FakeStores): void => {
  fake.inputs.value = [
    { id: 'p', label: 'Speakerphone' },
    { id: 'h', label: 'Redmi Buds 4 Active (Bluetooth)' },
  ];
  fake.outputs.value = [{ id: 'h', label: 'Redmi Buds 4 Active (Bluetooth)' }];
  fake.inputId.value = 'h';
};

const MORE = '.call__bar .icon-button';

/** The connection check, and what a phone does to a call. */
export const SOUND_SCENES: Readonly<Record<string, Scene>> = {
  check: checked({
    microphone: { step: 'ok', ms: null },
    server: OK,
    direct: CLOSED,
    relay_udp: { step: 'ok', ms: 210 },
    relay_tcp: { step: 'checking' },
    relay_tls: { step: 'unavailable' },
  }),
  check_bad: checked({
    microphone: { step: 'failed', why: 'silent' },
    server: { step: 'ok', ms: 620 },
    direct: CLOSED,
    relay_udp: CLOSED,
    relay_tcp: CLOSED,
    relay_tls: CLOSED,
  }),
  check_often: checked({
    microphone: { step: 'failed', why: 'refused' },
    server: OK,
    direct: { step: 'failed', why: 'too_many', retryAfterMs: 1_500_000 },
    relay_udp: { step: 'failed', why: 'too_many', retryAfterMs: 1_500_000 },
    relay_tcp: { step: 'failed', why: 'unreachable' },
    relay_tls: { step: 'unavailable' },
  }),
  call_background: talk((fake) => (fake.partnerAttention.value = 'background')),
  call_interrupted: talk((fake) => (fake.isInterrupted.value = true)),
  call_unplugged: talk((fake) => (fake.gone.value = { kind: 'output', label: 'Redmi Buds 4 Active' })),
  call_begins: { path: '/talk', set: (fake, nowMs) => (fake.call.value = aTalk('talking', nowMs)) },
  call_more: { ...talk(plugIn), presses: [MORE] },
  call_devices: { ...talk(plugIn), presses: [MORE, '.ways button'] },
  profile_devices: { path: '/profile', set: plugIn },
};
