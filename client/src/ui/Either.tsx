import { useId } from 'preact/hooks';

interface EitherProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly { value: Value; words: string; lang?: string }[];
  onChange: (value: Value) => void;
}

/** Two or three ways, one of them chosen: radio buttons in a trough. */
export function Either<Value extends string>({ label, value, options, onChange }: EitherProps<Value>) {
  const name = useId();
  return (
    <div class="either" role="radiogroup" aria-label={label}>
      {options.map((option) => (
        <label key={option.value} lang={option.lang}>
          <input
            type="radio"
            name={name}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          {option.words}
        </label>
      ))}
    </div>
  );
}
