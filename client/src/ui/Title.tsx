import type { ComponentChildren } from 'preact';
import { createContext } from 'preact';
import { useContext, useLayoutEffect, useRef } from 'preact/hooks';

/** Whether a new title takes the focus: yes, but for the first screen, which the browser announces itself. */
export const TitleFocusContext = createContext<() => boolean>(() => false);

/** The one h1 of a screen. Focus goes to it when the screen comes, so that a screen reader says where one is. */
export function Title({ isHidden = false, children }: { isHidden?: boolean; children: ComponentChildren }) {
  const title = useRef<HTMLHeadingElement>(null);
  const takesFocus = useContext(TitleFocusContext);
  useLayoutEffect(() => {
    if (takesFocus()) title.current?.focus({ preventScroll: true });
  }, [takesFocus]);
  return (
    <h1 ref={title} tabIndex={-1} class={isHidden ? 'sr' : undefined}>
      {children}
    </h1>
  );
}
