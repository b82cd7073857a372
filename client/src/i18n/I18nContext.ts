import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { I18n } from './createI18n.ts';

export const I18nContext = createContext<I18n | null>(null);

export function useI18n(): I18n {
  const i18n = useContext(I18nContext);
  if (i18n === null) throw new Error('no I18nContext above this component');
  return i18n;
}
