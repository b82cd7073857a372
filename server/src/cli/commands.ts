import type { Command } from './Command.ts';
import { accountCommands } from './commands/accountCommands.ts';
import { backupCommands } from './commands/backupCommands.ts';
import { doctor } from './commands/doctor.ts';
import { reportCommands } from './commands/reportCommands.ts';
import { stats } from './commands/stats.ts';
import { turnTest } from './commands/turnTest.ts';
import { vapid } from './commands/vapid.ts';

/** Everything that an operator can ask for, in the order of the help. */
export const commands: readonly Command[] = [
  doctor,
  stats,
  ...accountCommands,
  ...reportCommands,
  turnTest,
  vapid,
  ...backupCommands,
];
