import { signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

/** Whether the app is being drawn for the first time, in several tasks; src/main.tsx shows it when all are done. */
export const FirstTurnContext = createContext<ReadonlySignal<boolean>>(signal(false));

/** A part of the first drawing that gets a task of its own, so that a tap need not wait for the whole. */
export function NextTurn({ children }: { children: ComponentChildren }) {
  return useContext(FirstTurnContext).value ? null : <>{children}</>;
}
