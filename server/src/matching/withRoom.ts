/** Memory is given back when it is more than so many times what is needed. */
const MOST_ROOM = 8;
const FREE_ROOM = 4_096;

/** The numbers, or others if these are too few, or far too many, for so many. What stands in them means nothing. */
export function withRoom(numbers: Int32Array, size: number): Int32Array {
  const isFit = numbers.length >= size && numbers.length <= MOST_ROOM * size + FREE_ROOM;
  return isFit ? numbers : new Int32Array(size);
}
