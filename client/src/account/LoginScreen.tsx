import { useI18n } from '../i18n/I18nContext.ts';
import { useStores } from '../StoresContext.ts';
import { BackBar } from '../ui/BackBar.tsx';
import { LanguageSwitch } from '../ui/LanguageSwitch.tsx';
import { PasswordField } from '../ui/PasswordField.tsx';
import { RefusedLine } from '../ui/RefusedLine.tsx';
import { TextField } from '../ui/TextField.tsx';
import { Title } from '../ui/Title.tsx';
import { checkGivenPassword, checkGivenUsername } from './checkFields.ts';
import { useForm } from './useForm.ts';

export function LoginScreen() {
  const { text } = useI18n();
  const { account } = useStores();
  const { form, field, refused, isSending } = useForm({
    initial: { username: '', password: '' },
    checks: { username: checkGivenUsername, password: checkGivenPassword },
    send: ({ username, password }) => account.login({ username: username.trim(), password }),
  });
  return (
    <main>
      <form class="page page--tall" {...form}>
        <div>
          <BackBar to="/">
            <LanguageSwitch />
          </BackBar>
          <Title>{text('login.title')}</Title>
        </div>
        <div class="stack">
          <TextField
            {...field('username')}
            label={text('login.username')}
            autocomplete="username"
            maxLength={254}
          />
          <PasswordField
            {...field('password')}
            label={text('field.password')}
            autocomplete="current-password"
            maxLength={1024}
          />
          <RefusedLine words={refused} />
        </div>
        <div class="tight">
          <button class="button button--main" type="submit" aria-disabled={isSending}>
            {text(isSending ? 'action.sending' : 'login.submit')}
          </button>
          <a class="button button--quiet" href="/register">
            {text('login.register')}
          </a>
        </div>
      </form>
    </main>
  );
}
