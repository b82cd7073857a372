import { useRef, useState } from 'preact/hooks';
import type { Refusal } from '../api/Refusal.ts';
import { refusalWords } from '../api/refusalWords.ts';
import { useI18n } from '../i18n/I18nContext.ts';
import { useStores } from '../StoresContext.ts';
import type { FieldErrors, FieldName } from './fieldErrors.ts';
import { errorsOfRefusal } from './fieldErrors.ts';

type Check = (typed: string) => FieldErrors[FieldName] | null;

interface FormOptions<Name extends FieldName> {
  initial: Record<Name, string>;
  checks: Partial<Record<Name, Check>>;
  /** null: it worked. */
  send: (values: Record<Name, string>) => Promise<Refusal | null>;
  onDone?: () => void;
  /** Fields of the form that are not typed (the bands), for refusals about them. */
  otherFields?: readonly FieldName[];
}

interface Form<Name extends FieldName> {
  form: {
    ref: (element: HTMLFormElement | null) => void;
    noValidate: true;
    onSubmit: (event: Event) => void;
  };
  /** Props of a text field: value, error in words, and the two moments at which errors come and go. */
  field(name: Name): {
    name: Name;
    value: string;
    error: string | null;
    onInput: (value: string) => void;
    onLeave: () => void;
  };
  values: Record<Name, string>;
  /** Words for what is about no one field; null: nothing. */
  refused: string | null;
  /** The words for a field that is not typed; null: it is fine. */
  errorOf(name: FieldName): string | null;
  isSending: boolean;
  /** Checks these fields as sending does; true: nothing wrong. */
  check(names: readonly Name[]): boolean;
}

/**
 * A form of text fields. What was typed is kept whatever happens; an error comes on leaving a field or
 * on sending, goes while typing, and sending moves the focus to the first one.
 */
export function useForm<Name extends FieldName>(options: FormOptions<Name>): Form<Name> {
  const i18n = useI18n();
  const { account } = useStores();
  const names = Object.keys(options.initial) as Name[];
  const [values, setValues] = useState(options.initial);
  const [errors, setErrors] = useState<FieldErrors>({});
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [isSending, setSending] = useState(false);
  const element = useRef<HTMLFormElement | null>(null);

  const focusFirst = (found: FieldErrors): void => {
    // After the errors have been drawn, so that the description is read out with the field.
    setTimeout(() => {
      const first = names.find((name) => found[name] !== undefined);
      const target = first === undefined ? null : element.current?.elements.namedItem(first);
      if (target instanceof HTMLElement) target.focus();
    });
  };

  const check = (asked: readonly Name[]): boolean => {
    const found: { [K in FieldName]?: NonNullable<FieldErrors[K]> } = {};
    for (const name of asked) {
      const error = options.checks[name]?.(values[name]) ?? null;
      if (error !== null) found[name] = error;
    }
    setErrors(found);
    setRefusal(null);
    focusFirst(found);
    return Object.keys(found).length === 0;
  };

  const send = async (): Promise<void> => {
    if (isSending || !check(names)) return;
    setSending(true);
    const answer = await options.send(values);
    setSending(false);
    if (answer === null) {
      options.onDone?.();
      return;
    }
    const found = errorsOfRefusal(answer, [...names, ...(options.otherFields ?? [])]);
    setErrors(found);
    setRefusal(Object.keys(found).length === 0 ? answer : null);
    focusFirst(found);
  };

  return {
    form: {
      ref: (next) => (element.current = next),
      noValidate: true,
      onSubmit(event) {
        event.preventDefault();
        void send();
      },
    },
    field: (name) => ({
      name,
      value: values[name],
      error: errorOf(name),
      onInput(value) {
        setValues((before) => ({ ...before, [name]: value }));
        setErrors((before) => ({ ...before, [name]: undefined }));
      },
      onLeave() {
        // A field that was only passed through is not wrong yet.
        const error = values[name] === '' ? null : (options.checks[name]?.(values[name]) ?? null);
        if (error !== null) setErrors((before) => ({ ...before, [name]: error }));
      },
    }),
    values,
    refused: refusal === null ? null : refusalWords(refusal, i18n),
    errorOf,
    isSending,
    check,
  };

  function errorOf(name: FieldName): string | null {
    const key = errors[name];
    if (key === undefined) return null;
    return key === 'field.too_young' ? i18n.text(key, { age: String(account.minAge.value) }) : i18n.text(key);
  }
}
