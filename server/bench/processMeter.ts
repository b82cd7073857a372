import { readdirSync, readFileSync } from 'node:fs';

/** What a process has cost so far. Linux only. */
export interface ProcessCost {
  /** Time on a core of all its threads, in nanoseconds: finer than `ps`, and true on a busy machine too. */
  cpuNs: number;
  /** Memory that is really there, in bytes. */
  rssBytes: number;
}

function threadNs(pid: number, thread: string): number {
  try {
    const [onCore = '0'] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ');
    return Number(onCore);
  } catch {
    // The thread ended between the listing and the reading.
    return 0;
  }
}

/**
 * @throws when there is no such process
 * @see https://docs.kernel.org/scheduler/sched-stats.html#proc-pid-schedstat
 */
export function readProcessCost(pid: number): ProcessCost {
  const threads = readdirSync(`/proc/${pid}/task`);
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const rssKib = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
  return {
    cpuNs: threads.reduce((sum, thread) => sum + threadNs(pid, thread), 0),
    rssBytes: rssKib * 1024,
  };
}
