type Compare<T> = (a: T, b: T) => number;

/**
 * Two sorted lists as one. For a few among many: each of the few is looked up, and most of the many are never compared.
 */
export function mergeSorted<T>(many: readonly T[], few: readonly T[], compare: Compare<T>): T[] {
  const merged: T[] = [];
  let taken = 0;
  for (const item of few) {
    const end = endOfSmaller(many, item, { from: taken, compare });
    for (; taken < end; taken++) merged.push(many[taken] as T);
    merged.push(item);
  }
  for (; taken < many.length; taken++) merged.push(many[taken] as T);
  return merged;
}

/** Where those that come before the item end. */
function endOfSmaller<T>(
  sorted: readonly T[],
  item: T,
  { from, compare }: { from: number; compare: Compare<T> },
): number {
  let [low, high] = [from, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(sorted[middle] as T, item) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
