/** 24 box, strokes of 2, round ends; drawn by us. `star` and `end` are the two that may be filled. */
const STROKES = {
  microphone: [
    'M12 3a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3Z',
    'M5.5 11a6.5 6.5 0 0 0 13 0M12 17.5V21',
  ],
  microphone_off: [
    'M15 9.5V6a3 3 0 0 0-5.8-1M9 9v2a3 3 0 0 0 4.6 2.5M5.5 11a6.5 6.5 0 0 0 10.2 5.3M18.5 11a6.5 6.5 0 0 1-.6 2.7M12 17.5V21M4 4l16 16',
  ],
  chat: ['M4 5h16v11h-9l-5 4v-4H4Z', 'M8 9.2h8M8 12.2h5'],
  end: [
    'M2.5 13c0-1.2.6-2.3 1.7-3 4.7-3 10.9-3 15.6 0 1.1.7 1.7 1.8 1.7 3v1.9c0 .9-.7 1.5-1.6 1.3l-2.7-.5c-.7-.1-1.2-.7-1.2-1.4v-1.8c-2.6-.7-5.4-.7-8 0v1.8c0 .7-.5 1.3-1.2 1.4l-2.7.5c-.9.2-1.6-.4-1.6-1.3Z',
  ],
  back: ['M15 5l-7 7 7 7'],
  next: ['M9 5l7 7-7 7'],
  down: ['M5 9l7 7 7-7'],
  plus: ['M12 5v14M5 12h14'],
  minus: ['M5 12h14'],
  check: [
    'M12 2.5l2.8 2.8h3.9v3.9L21.5 12l-2.8 2.8v3.9h-3.9L12 21.5l-2.8-2.8H5.3v-3.9L2.5 12l2.8-2.8V5.3h3.9Z',
    'M8.5 12.2l2.5 2.5 4.5-5',
  ],
  turning: ['M12 3a9 9 0 1 1-9 9'],
  alert: ['M12 3l9 9-9 9-9-9Z', 'M12 8v4.5M12 15.8v.01'],
  send: ['M4 12h15M13 6l6 6-6 6'],
  star: [
    'M12 2.5l2.8 2.8h3.9v3.9L21.5 12l-2.8 2.8v3.9h-3.9L12 21.5l-2.8-2.8H5.3v-3.9L2.5 12l2.8-2.8V5.3h3.9Z',
  ],
  more: ['M5 11l1 1-1 1-1-1ZM12 11l1 1-1 1-1-1ZM19 11l1 1-1 1-1-1Z'],
  flag: ['M6 21V4h12l-3 4 3 4H6'],
  block: ['M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM5.8 5.8l12.4 12.4'],
  search: ['M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.3 15.3L20 20'],
  clock: ['M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 7v5l3.5 2'],
  people: [
    'M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 20c.4-3.6 3-5.5 6.5-5.5s6.1 1.9 6.5 5.5M16 4.8a3.4 3.4 0 0 1 0 6.4M18 14.9c2 .7 3.2 2.5 3.5 5.1',
  ],
  share: ['M12 15V3M8 6.5L12 2.5l4 4', 'M8 10H5.5v11h13V10H16'],
  add: ['M4 4h16v16H4Z', 'M12 8.5v7M8.5 12h7'],
  person: ['M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5c.6-4 3.5-6 7.5-6s6.9 2 7.5 6'],
} as const satisfies Record<string, readonly string[]>;

export type IconName = keyof typeof STROKES;

/** Always beside words or inside a labelled button, so never read out itself. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="i" viewBox="0 0 24 24" aria-hidden="true">
      {STROKES[name].map((strokes) => (
        <path
          key={strokes}
          d={strokes}
          class={name === 'star' ? 'fill' : undefined}
          fill={name === 'end' ? 'currentColor' : undefined}
        />
      ))}
    </svg>
  );
}
