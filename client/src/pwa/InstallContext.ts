import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { InstallStore } from './InstallStore.ts';

export const InstallContext = createContext<InstallStore | null>(null);

/** null: drawn on its own, where nothing can be installed. */
export function useInstall(): InstallStore | null {
  return useContext(InstallContext);
}
