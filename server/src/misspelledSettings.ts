import { type Environment, SECRETS, SETTING_NAMES } from './config.ts';

export interface MisspelledSetting {
  given: string;
  meant: string;
}

const KNOWN: readonly string[] = [...SETTING_NAMES, ...SECRETS.map((name) => `${name}_FILE`)];

/** Names in the environment that are none of ours and look like one: such a setting would be ignored silently. */
export function misspelledSettings(env: Environment): MisspelledSetting[] {
  return Object.keys(env).flatMap((given) => {
    if (KNOWN.includes(given) || !env[given]) return [];
    // Short names have many neighbours that mean something else (HOST, POST).
    const tolerated = given.length < 7 ? 1 : 2;
    const [nearest] = KNOWN.map((meant) => ({ meant, edits: editsBetween(given, meant) })).sort(
      (one, other) => one.edits - other.edits,
    );
    return nearest !== undefined && nearest.edits <= tolerated && env[nearest.meant] === undefined
      ? [{ given, meant: nearest.meant }]
      : [];
  });
}

/** Levenshtein's distance: letters to add, leave out or exchange. */
function editsBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const exchange = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, exchange));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
