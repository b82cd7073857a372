import { useId } from 'preact/hooks';

interface ToggleRowProps {
  label: string;
  hint: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}

/** The whole row is the label; it takes effect at once. */
export function ToggleRow({ label, hint, isOn, onChange }: ToggleRowProps) {
  const id = useId();
  return (
    <li>
      <label>
        <span>
          <span id={id}>{label}</span>
          <small id={`${id}-hint`}>{hint}</small>
        </span>
        <input
          class="toggle"
          type="checkbox"
          role="switch"
          aria-labelledby={id}
          aria-describedby={`${id}-hint`}
          checked={isOn}
          onChange={(event) => {
            // The owner decides what is shown: a refused change goes back by itself.
            const wanted = event.currentTarget.checked;
            event.currentTarget.checked = isOn;
            onChange(wanted);
          }}
        />
      </label>
    </li>
  );
}
