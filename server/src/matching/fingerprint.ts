/** Of four bits each. */
const DIGITS = 5;

/**
 * A whole number below 2^20 from the last digits of an id, which are of its random part (RFC 9562, 5.7). Ids of different
 * fingerprints differ; those of equal ones, one in a million of our own, have to be compared.
 */
export function fingerprint(id: string): number {
  let print = 0;
  for (let place = Math.max(0, id.length - DIGITS); place < id.length; place++) {
    const code = id.charCodeAt(place);
    // The value of a hexadecimal digit. What does not look like one of our ids must only never differ from itself.
    print = (print << 4) | ((code + 9 * (code >> 6)) & 15);
  }
  return print;
}
