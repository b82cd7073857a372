import type { ComponentChildren } from 'preact';
import { Icon } from './Icon.tsx';

/** One line above every screen while something is not as it should be. Always in the page, so that it is read out when it comes. */
export function News({ words, children }: { words: string | null; children?: ComponentChildren }) {
  return (
    <div role="status" class={words === null ? 'sr' : 'news'}>
      {words !== null && (
        <>
          <Icon name="alert" />
          <span>{words}</span>
          {children}
        </>
      )}
    </div>
  );
}
