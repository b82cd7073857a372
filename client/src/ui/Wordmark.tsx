/** The name in strokes, so that it needs no font; its last o is a star. */
const LETTERS: readonly (readonly [place: string, strokes: string])[] = [
  [
    '6 0',
    'M27 12.5A13 13 0 0 0 15.5 4h-.5a13.5 13.5 0 0 0 0 27h2a14.5 14.5 0 0 1 0 29h-2.5A13.5 13.5 0 0 1 2 50.5',
  ],
  ['50 0', 'M0 28V44A16 16 0 0 0 32 44V28M32 44V60'],
  ['96 0', 'M0 4V60M0 44A16 16 0 0 1 32 44V60'],
  ['142 0', 'M0 4V60M0 44A16 16 0 1 1 32 44A16 16 0 1 1 0 44'],
  ['188 0', 'M32 28V60M0 44A16 16 0 1 1 32 44A16 16 0 1 1 0 44'],
  ['234 0', 'M7 13V49Q7 60 18 60M0 28H18'],
  ['267 0', 'M32 4V60M0 44A16 16 0 1 1 32 44A16 16 0 1 1 0 44'],
  [
    '331.5 44',
    'M20.5 0L14.5 6L14.5 14.5L6 14.5L0 20.5L-6 14.5L-14.5 14.5L-14.5 6L-20.5 0L-14.5 -6L-14.5 -14.5L-6 -14.5L0 -20.5L6 -14.5L14.5 -14.5L14.5 -6Z',
  ],
  [
    '364 0',
    'M21.5 33.5C19 29.5 15.5 28 12 28C6 28 1.5 31 1.5 36C1.5 46.5 22.5 41 22.5 51.5C22.5 57 17.5 60 12 60C7 60 3 58 .5 54',
  ],
  ['401 0', 'M0 4V60M0 44A16 16 0 0 1 32 44V60'],
];

export function Wordmark() {
  return (
    <svg class="wordmark" viewBox="0 -2 439 70" role="img" aria-label="Suhbatdosh">
      {LETTERS.map(([place, strokes]) => (
        <path key={place} transform={`translate(${place})`} d={strokes} />
      ))}
    </svg>
  );
}
