import { expect, test } from 'vitest';
import { misspelledSettings } from './misspelledSettings.ts';

test.each([
  ['PORTT', 'PORT'],
  ['TURN_URL', 'TURN_URLS'],
  ['REDIS_URI', 'REDIS_URL'],
  ['DATABSE_URL', 'DATABASE_URL'],
  ['TURN_SECRET_FIEL', 'TURN_SECRET_FILE'],
  ['PUBLIC_ORIGINS', 'PUBLIC_ORIGIN'],
  ['MATRICS_TOKEN', 'METRICS_TOKEN'],
])('%s was to be %s', (given, meant) => {
  expect(misspelledSettings({ [given]: 'x', PATH: '/usr/bin' })).toEqual([{ given, meant }]);
});

test('says nothing of what is right, empty, somebody else’s, or given beside the right one', () => {
  expect(
    misspelledSettings({
      PORT: '3000',
      TURN_SECRET_FILE: '/run/secrets/turn',
      TURN_URL: '',
      POST: 'x',
      HOME: '/root',
      HOSTNAME: 'a',
      TURN_REALM: 'turn.example.org',
      POSTGRES_PASSWORD: 'x',
      PATH: '/usr/bin',
      PORTT: '3',
    }),
  ).toEqual([]);
});
