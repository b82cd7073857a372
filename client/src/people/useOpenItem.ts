import { useState } from 'preact/hooks';

/**
 * The item of a list that a sheet is about: as the newest answer has it, and as it was when the list has lost it
 * (a block, a filter), so that the sheet is not pulled away from under the reader.
 * @param isWhole false for an item of which too little is left to show
 */
export function useOpenItem<Item extends { id: string }>(
  items: readonly Item[],
  isWhole: (item: Item) => boolean = () => true,
): { item: Item | null; open: (item: Item) => void; close: () => void } {
  const [opened, setOpened] = useState<Item | null>(null);
  const newest = items.find((item) => item.id === opened?.id && isWhole(item));
  return {
    item: opened === null ? null : (newest ?? opened),
    open: (item) => setOpened(item),
    close: () => setOpened(null),
  };
}
