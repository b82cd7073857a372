import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CHROMIUM, OUTSIDE_PROGRAMS } from './outsidePrograms.ts';

/** Elsewhere a suite whose program is missing is left out and named at the end; CI must not pass by leaving things out. */
describe.runIf(process.env.CI === 'true')('in CI', () => {
  test.each(OUTSIDE_PROGRAMS)('$name is here, so that its suites run ($howToHave)', (program) => {
    expect(program.find()).not.toBeNull();
  });
});

test('a setting names the browser before the usual places do', () => {
  const before = process.env.CHROMIUM_PATH;
  process.env.CHROMIUM_PATH = '/somewhere/chromium';
  try {
    expect(CHROMIUM.find()).toBe('/somewhere/chromium');
  } finally {
    if (before === undefined) delete process.env.CHROMIUM_PATH;
    else process.env.CHROMIUM_PATH = before;
  }
});

test('what is found without a setting exists', () => {
  const found = OUTSIDE_PROGRAMS.map((program) => program.find()).filter((path) => path?.startsWith('/'));
  expect(found.filter((path) => !existsSync(path ?? ''))).toEqual([]);
});
