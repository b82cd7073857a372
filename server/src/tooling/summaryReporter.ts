import { writeSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';
import type { OutsideProgram } from './outsidePrograms.ts';

interface TestCounts {
  passed: number;
  failed: number;
  skipped: number;
}

/** A file that did not load, and an error outside every test, count as one failure each: neither has a test to carry it. */
function countTests(modules: readonly TestModule[], unhandledErrors: number): TestCounts {
  const counts: TestCounts = { passed: 0, failed: unhandledErrors, skipped: 0 };
  for (const module of modules) {
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state !== 'pending') counts[state] += 1;
    }
    const suites = [module, ...module.children.allSuites()];
    counts.failed += suites.filter((suite) => suite.errors().length > 0).length;
  }
  return counts;
}

/** Words for what did not run, or null when everything did. */
function leftOutLine(missing: readonly OutsideProgram[]): string | null {
  if (missing.length === 0) return null;
  const programs = missing.map((program) => `${program.name} (${program.howToHave})`);
  return `Left out, for want of a program: the suites that need ${programs.join('; ')}.`;
}

/**
 * Ends the output with which suites were left out and why, and with one line that a machine can read:
 * `N passed, N failed, N skipped`. Written when the process exits, because other reporters print after their turn.
 */
export function createSummaryReporter(programs: readonly OutsideProgram[]): Reporter {
  let counts: TestCounts | null = null;
  process.once('exit', () => {
    if (counts === null) return;
    const leftOut = leftOutLine(programs.filter((program) => program.find() === null));
    const total = `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`;
    writeSync(1, `${leftOut === null ? '' : `${leftOut}\n`}${total}\n`);
  });
  return {
    onTestRunEnd(modules, unhandledErrors) {
      counts = countTests(modules, unhandledErrors.length);
      if (counts.failed > 0) process.exitCode = 1;
    },
  };
}
