import { useEffect, useState } from 'preact/hooks';

/** Often enough for what is said in days. */
export const MINUTE_MS = 60_000;

/** The device's time in milliseconds, drawn again every `everyMs` while the component is on the screen. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
