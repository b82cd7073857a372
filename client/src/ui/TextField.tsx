import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { Icon } from './Icon.tsx';

export interface TextFieldProps {
  label: string;
  name: string;
  value: string;
  onInput: (value: string) => void;
  onLeave?: () => void;
  hint?: string | undefined;
  /** Takes the hint's place. */
  error?: string | null | undefined;
  type?: 'text' | 'password' | 'email';
  autocomplete?: string;
  inputMode?: 'numeric' | 'email';
  maxLength?: number;
  /** Several lines. */
  isLong?: boolean;
  /** A button inside the box. */
  children?: ComponentChildren;
}

export function TextField(props: TextFieldProps) {
  const { label, name, value, hint, children } = props;
  const error = props.error ?? null;
  const id = useId();
  const input = {
    id,
    name,
    value,
    maxLength: props.maxLength,
    autocomplete: props.autocomplete,
    onInput: (event: { currentTarget: { value: string } }) => props.onInput(event.currentTarget.value),
    onBlur: props.onLeave,
    'aria-invalid': error === null ? undefined : true,
    'aria-describedby': error === null && hint === undefined ? undefined : `${id}-more`,
  };
  // Preact's types want to know which type it is; here one input goes from `password` to `text` and keeps its caret.
  const kind = { type: props.type ?? 'text' } as { type: 'text' };
  const isName = props.autocomplete === 'username' || props.type === 'password' || props.type === 'email';
  return (
    <div class={error === null ? 'input' : 'input input--bad'}>
      <label for={id}>{label}</label>
      <div class="input__box">
        {props.isLong === true ? (
          <textarea {...input} rows={3} />
        ) : (
          <input
            {...input}
            {...kind}
            inputMode={props.inputMode}
            autocapitalize={isName ? 'none' : undefined}
            spellcheck={isName ? false : undefined}
          />
        )}
        {children}
      </div>
      {error !== null && (
        <p class="input__error" id={`${id}-more`}>
          <Icon name="alert" />
          <span>{error}</span>
        </p>
      )}
      {error === null && hint !== undefined && (
        <p class="input__hint" id={`${id}-more`}>
          {hint}
        </p>
      )}
    </div>
  );
}
