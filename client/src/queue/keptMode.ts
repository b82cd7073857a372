import type { Mode } from '@suhbatdosh/server/contract';

const KEY = 'suhbatdosh.mode';

/** The way of searching that was chosen last on this device. */
export function readMode(): Mode {
  try {
    return localStorage.getItem(KEY) === 'level' ? 'level' : 'roulette';
  } catch {
    // Storage is closed in some private windows.
    return 'roulette';
  }
}

export function writeMode(mode: Mode): void {
  try {
    localStorage.setItem(KEY, mode);
  } catch {
    // Chosen for this visit only.
  }
}
