import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { CommandError } from './Command.ts';

/** Longer than any password; a file that was given by mistake is not read to its end. */
const CHARACTERS_MAX = 4096;

interface Terminal {
  input: NodeJS.ReadableStream & { isTTY?: boolean };
  /** Where the question goes; the answer is never shown. */
  output: NodeJS.WritableStream;
}

/**
 * A password, from the terminal (asked for twice, not shown) or from the first line of a pipe.
 * @throws CommandError
 */
export async function readSecret(name: string, { input, output }: Terminal): Promise<string> {
  if (input.isTTY !== true) {
    const piped = await readLine({ input, output: null, question: '' });
    if (piped === null || piped === '') throw new CommandError(`no ${name} came over the standard input`);
    return piped;
  }
  const first = await readLine({ input, output, question: `${name}: ` });
  const again = await readLine({ input, output, question: `${name} again: ` });
  if (first === null || again === null) throw new CommandError('nothing was typed');
  if (first !== again) throw new CommandError('the two are not the same; nothing was changed');
  return first;
}

interface Line extends Omit<Terminal, 'output'> {
  /** null: nobody to ask. */
  output: NodeJS.WritableStream | null;
  question: string;
}

/** null: the input ended before a line did. */
function readLine({ input, output, question }: Line): Promise<string | null> {
  return new Promise((resolve, reject) => {
    output?.write(question);
    // What readline would echo goes nowhere.
    const silence = new Writable({ write: (_chunk, _encoding, done) => done() });
    const lines = createInterface({ input, output: silence, terminal: output !== null });
    let answer: string | null = null;
    lines.once('line', (line) => {
      answer = line;
      lines.close();
    });
    lines.once('close', () => {
      output?.write('\n');
      if (answer !== null && answer.length > CHARACTERS_MAX) reject(new CommandError('that is too long'));
      else resolve(answer);
    });
  });
}
