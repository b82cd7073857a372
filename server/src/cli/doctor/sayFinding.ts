import type { Say } from '../Command.ts';
import type { Finding } from './Finding.ts';

export function sayFinding({ level, about, words, todo }: Finding, say: Say): void {
  say(`${level.padEnd(5)} ${about.padEnd(12)} ${words}`);
  if (todo !== null) say(`      → ${todo}`);
}
