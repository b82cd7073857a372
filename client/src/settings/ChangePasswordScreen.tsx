import { useState } from 'preact/hooks';
import { checkGivenPassword, checkNewPassword } from '../account/checkFields.ts';
import { useForm } from '../account/useForm.ts';
import { useI18n } from '../i18n/I18nContext.ts';
import { useStores } from '../StoresContext.ts';
import { BackBar } from '../ui/BackBar.tsx';
import { PasswordField } from '../ui/PasswordField.tsx';
import { RefusedLine } from '../ui/RefusedLine.tsx';
import { Title } from '../ui/Title.tsx';
import { Saved } from './Saved.tsx';

export function ChangePasswordScreen() {
  const { text } = useI18n();
  const { account } = useStores();
  const [isChanged, setChanged] = useState(false);
  const { form, field, refused, isSending } = useForm({
    initial: { currentPassword: '', newPassword: '' },
    checks: { currentPassword: checkGivenPassword, newPassword: checkNewPassword },
    send: (values) => account.changePassword(values),
    onDone: () => setChanged(true),
  });
  if (isChanged) return <Saved words={text('password.changed')} />;
  return (
    <main>
      <form class="page page--tall" {...form}>
        <div>
          <BackBar to="/profile" />
          <Title>{text('profile.password')}</Title>
        </div>
        <div class="stack">
          <PasswordField
            {...field('currentPassword')}
            label={text('field.password_current')}
            autocomplete="current-password"
            maxLength={1024}
          />
          <PasswordField
            {...field('newPassword')}
            label={text('field.password_new')}
            hint={text('field.password_hint')}
            autocomplete="new-password"
          />
          <RefusedLine words={refused} />
        </div>
        <button class="button button--main" type="submit" aria-disabled={isSending}>
          {text(isSending ? 'action.sending' : 'action.save')}
        </button>
      </form>
    </main>
  );
}
