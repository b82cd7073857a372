import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** How often what is measured is measured: once tells whether it works, the middle of five how well. */
export const REPEATS = Number(process.env.NATLAB_REPEATS ?? 1);

/** Of everything that was measured, for people and for other programs; ignored by git. */
const ARTEFACTS = join(import.meta.dirname, '../../.tmp/natlab');

export interface Figure {
  what: string;
  unit: 'ms' | '%' | 'kbit/s';
  /** The median must not be above it; null: measured to compare with. */
  bound: number | null;
  values: readonly number[];
}

/** The middle value; of an even number the upper one, so that nothing looks better than it was. */
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

export async function writeArtefact(name: string, content: unknown): Promise<void> {
  await mkdir(ARTEFACTS, { recursive: true });
  await writeFile(join(ARTEFACTS, `${name}.json`), JSON.stringify(content, null, 1));
}

export const artefactPath = (name: string): string => join(ARTEFACTS, name);

/** What one file of cases has measured; written after each figure, so that a run which fails leaves what it knew. */
export function createFigureBook(file: string) {
  const figures: (Figure & { median: number })[] = [];
  return {
    /** @returns the median */
    async note(figure: Figure): Promise<number> {
      const middle = median(figure.values);
      const round = (value: number): number => Math.round(value * 100) / 100;
      figures.push({ ...figure, values: figure.values.map(round), median: round(middle) });
      await writeArtefact(`figures-${file}`, figures);
      return middle;
    },
  };
}
