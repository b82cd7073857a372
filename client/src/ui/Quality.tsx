interface QualityProps {
  bars: 0 | 1 | 2 | 3;
  words: string;
}

const BARS = ['M2 13l2-2 2 2V18h-4Z', 'M8 8.5l2-2 2 2V18h-4Z', 'M14 4l2-2 2 2V18h-4Z'];
const TONE = ['quality--fair', 'quality--poor', 'quality--fair', ''];

/** Three bars and words; never milliseconds. */
export function Quality({ bars, words }: QualityProps) {
  return (
    <span class={`quality ${TONE[bars] ?? ''}`} role="status">
      <svg viewBox="0 0 20 20" aria-hidden="true">
        {BARS.map((bar, index) => (
          <path key={bar} class={index < bars ? undefined : 'off'} d={bar} />
        ))}
      </svg>
      {words}
    </span>
  );
}
