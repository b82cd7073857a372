import { useEffect, useRef } from 'preact/hooks';

const REPEAT_AFTER_MS = 450;
const REPEAT_EVERY_MS = 130;

/** Props for a button that repeats while a pointer holds it. Keys and screen readers come through `click`. */
export function useHeldButton(press: () => void): {
  onPointerDown: (event: PointerEvent) => void;
  onPointerUp: () => void;
  onPointerLeave: () => void;
  onPointerCancel: () => void;
  onClick: () => void;
} {
  const newestPress = useRef(press);
  newestPress.current = press;
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  /** The click that ends a hold must not count once more. */
  const hasRepeated = useRef(false);
  const stop = (): void => clearTimeout(timer.current);
  useEffect(() => stop, []);

  const repeat = (): void => {
    hasRepeated.current = true;
    newestPress.current();
    timer.current = setTimeout(repeat, REPEAT_EVERY_MS);
  };
  return {
    onPointerDown(event) {
      if (event.button > 0) return;
      hasRepeated.current = false;
      stop();
      timer.current = setTimeout(repeat, REPEAT_AFTER_MS);
    },
    onPointerUp: stop,
    onPointerLeave: stop,
    onPointerCancel: stop,
    onClick() {
      if (!hasRepeated.current) newestPress.current();
      hasRepeated.current = false;
    },
  };
}
