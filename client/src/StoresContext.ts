import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Stores } from './Stores.ts';

export const StoresContext = createContext<Stores | null>(null);

export function useStores(): Stores {
  const stores = useContext(StoresContext);
  if (stores === null) throw new Error('no StoresContext above this component');
  return stores;
}
