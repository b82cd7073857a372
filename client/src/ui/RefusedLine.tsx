import { Icon } from './Icon.tsx';

/** A refusal that belongs to no one field; said at once by screen readers. null keeps the place empty. */
export function RefusedLine({ words }: { words: string | null }) {
  return (
    <div role="alert">
      {words !== null && (
        <p class="refused">
          <Icon name="alert" />
          <span>{words}</span>
        </p>
      )}
    </div>
  );
}
