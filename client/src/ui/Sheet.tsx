import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { useBackCloses } from './useBackCloses.ts';

interface SheetProps {
  label: string;
  onClose: () => void;
  /** False for a sheet that nobody opened: Back then does what it does for the screen below. */
  hasBack?: boolean;
  children: ComponentChildren;
}

/**
 * A sheet over everything. What lies below cannot be reached; Escape, Back and a tap beside it close it, and the
 * focus comes back. Its `SheetHead`s take the focus in.
 */
export function Sheet({ label, onClose, hasBack = true, children }: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const isGone = useRef(false);
  useBackCloses(hasBack, onClose);
  useLayoutEffect(() => {
    const opened = dialog.current;
    opened?.showModal();
    return () => {
      isGone.current = true;
      opened?.close();
    };
  }, []);
  const close = (): void => {
    if (!isGone.current) onClose();
  };
  return (
    <dialog
      class="over"
      ref={dialog}
      aria-label={label}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      // Some browsers close without asking when Escape is pressed twice.
      onClose={close}
      onClick={(event) => {
        if (event.target === event.currentTarget) close();
      }}
    >
      <section class="sheet sheet--in">{children}</section>
    </dialog>
  );
}
