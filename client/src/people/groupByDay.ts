import type { PastSession } from '@suhbatdosh/server/contract';

interface Day {
  /** Midnight of this device's time zone. */
  startMs: number;
  items: readonly PastSession[];
}

/** Sessions that come newest first, by the day on which they began. */
export function groupByDay(items: readonly PastSession[]): readonly Day[] {
  const days = new Map<number, PastSession[]>();
  for (const item of items) {
    const startMs = new Date(item.startedAt).setHours(0, 0, 0, 0);
    days.set(startMs, [...(days.get(startMs) ?? []), item]);
  }
  return [...days].map(([startMs, ofDay]) => ({ startMs, items: ofDay }));
}
