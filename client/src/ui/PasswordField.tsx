import { useState } from 'preact/hooks';
import { useI18n } from '../i18n/I18nContext.ts';
import type { TextFieldProps } from './TextField.tsx';
import { TextField } from './TextField.tsx';

/** Shown on demand by a word, not by an eye. */
export function PasswordField(props: Omit<TextFieldProps, 'type' | 'children' | 'isLong'>) {
  const { text } = useI18n();
  const [isShown, setShown] = useState(false);
  return (
    <TextField {...props} type={isShown ? 'text' : 'password'}>
      <button type="button" aria-pressed={isShown} onClick={() => setShown(!isShown)}>
        {text(isShown ? 'field.password_hide' : 'field.password_show')}
      </button>
    </TextField>
  );
}
