import { expect, test } from 'vitest';
import { createMemoryLogger } from './testing/startTestServer.ts';

const CANARY = 'canary-4711';

test('secrets do not reach the log at any depth, under any spelling, or through a child', () => {
  const { logger, lines } = createMemoryLogger();
  const secrets = {
    cookie: CANARY,
    'Set-Cookie': [CANARY],
    Authorization: CANARY,
    password: CANARY,
    newPassword: CANARY,
    token: CANARY,
    sdp: CANARY,
    candidate: { candidate: CANARY },
    endpoint: CANARY,
    keys: { p256dh: CANARY, auth: CANARY },
    message: { text: CANARY },
    signals: [{ type: 'offer', sdp: CANARY }],
  };
  logger.info(secrets, 'flat');
  logger.info({ a: { b: [{ c: secrets }] } }, 'deep');
  logger.child(secrets).info('child');
  logger.info({ a: { b: { c: { d: { e: { f: { g: { h: CANARY } } } } } } } }, 'very deep');
  logger.info({ map: new Map([['x', CANARY]]) }, 'not plain');
  expect(lines).toHaveLength(5);
  expect(lines.join('')).not.toContain(CANARY);
});

test('an error keeps what helps and loses the values that drivers put into it', () => {
  const { logger, lines } = createMemoryLogger();
  const driver = Object.assign(
    new Error(`insert into "x" values ('${CANARY}', 'it''s ${CANARY}') - duplicate key`),
    {
      code: '23505',
      detail: `Key (email)=(${CANARY}) already exists.`,
      parameters: [CANARY],
    },
  );
  logger.error({ err: new Error('not saved', { cause: driver }) });
  logger.error(driver);
  logger.error({ err: driver }, 'with words');
  const [first] = lines.map((line) => JSON.parse(line) as Record<string, { cause: Record<string, string> }>);
  expect(first?.['err']?.cause).toMatchObject({
    type: 'Error',
    code: '23505',
    message: "insert into \"x\" values ('…', '…') - duplicate key",
  });
  expect(first?.['err']?.cause['stack']).toContain('createLogger.test.ts');
  expect(lines.join('')).not.toContain(CANARY);
});

test('an address is shortened to its neighbourhood', () => {
  const { logger, lines } = createMemoryLogger();
  logger.info({ address: '203.0.113.77', peer: { ip: '2001:db8:1:2::3' } }, 'x');
  expect(lines[0]).toContain('203.0.113.0/24');
  expect(lines[0]).toContain('2001:db8:1::/48');
  expect(lines[0]).not.toContain('113.77');
});

test('the level is a word and the time readable', () => {
  const { logger, lines } = createMemoryLogger('info');
  logger.debug('not said');
  logger.warn('said');
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 'warn',
    msg: 'said',
    time: expect.stringMatching(/^20.*Z$/),
  });
});
