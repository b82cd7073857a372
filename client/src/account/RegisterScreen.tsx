import type { Band } from '@suhbatdosh/server/contract';
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { useI18n } from '../i18n/I18nContext.ts';
import { useStores } from '../StoresContext.ts';
import { BackBar } from '../ui/BackBar.tsx';
import { BandPicker } from '../ui/BandPicker.tsx';
import { LanguageSwitch } from '../ui/LanguageSwitch.tsx';
import { PasswordField } from '../ui/PasswordField.tsx';
import { RefusedLine } from '../ui/RefusedLine.tsx';
import { TextField } from '../ui/TextField.tsx';
import { Title } from '../ui/Title.tsx';
import { useBackCloses } from '../ui/useBackCloses.ts';
import { checkBirthYear, checkName, checkNewPassword, checkUsername } from './checkFields.ts';
import { toBand } from './toBand.ts';
import { useForm } from './useForm.ts';

const TYPED = ['displayName', 'username', 'password', 'birthYear'] as const;

/** Two steps, one form: what was typed in the first is kept in the second, and both are sent at once. */
export function RegisterScreen() {
  const { text, locale } = useI18n();
  const { account } = useStores();
  const minAge = account.minAge.value;
  useEffect(() => void account.learnMinAge(), [account]);
  const [isBands, setBands] = useState(false);
  const [currentBand, setCurrentBand] = useState<Band>(5.5);
  const [targetBand, setTargetBand] = useState<Band>(7);
  useBackCloses(isBands, () => setBands(false));
  useLayoutEffect(() => scrollTo(0, 0), [isBands]);

  const { form, field, refused, isSending, check } = useForm({
    initial: { displayName: '', username: '', password: '', birthYear: '' },
    checks: {
      displayName: checkName,
      username: checkUsername,
      password: checkNewPassword,
      birthYear: (typed) => checkBirthYear(typed, { thisYear: new Date().getUTCFullYear(), minAge }),
    },
    otherFields: ['currentBand', 'targetBand'],
    async send(values) {
      const refusal = await account.register({
        username: values.username.trim().toLowerCase(),
        password: values.password,
        displayName: values.displayName.trim(),
        birthYear: Number(values.birthYear),
        currentBand,
        targetBand,
        locale: locale.value,
      });
      // Whatever was refused is a field of the first step, or has to be read before trying again.
      if (refusal !== null && refusal.code !== 'OFFLINE') setBands(false);
      return refusal;
    },
  });
  const goOn = (event: Event): void => {
    event.preventDefault();
    if (check(TYPED)) setBands(true);
  };

  if (isBands) {
    return (
      <main>
        <form class="page page--tall page--act" {...form} key="bands">
          <div>
            <BackBar to="/register" onBack={() => setBands(false)}>
              <span class="quiet small num">{text('register.step', { step: '2' })}</span>
              <LanguageSwitch />
            </BackBar>
            <Title>{text('register.bands_title')}</Title>
            <p class="quiet small lead-gap">{text('register.bands_hint')}</p>
          </div>
          <div class="stack">
            <BandPicker
              label={text('band.now')}
              value={currentBand}
              onChange={(value) => setCurrentBand(toBand(value))}
            />
            <BandPicker
              label={text('band.goal')}
              value={targetBand}
              onChange={(value) => setTargetBand(toBand(value))}
            />
            <RefusedLine words={refused} />
          </div>
          <div class="act">
            <button class="button button--main" type="submit" aria-disabled={isSending}>
              {text(isSending ? 'action.sending' : 'register.submit')}
            </button>
          </div>
        </form>
      </main>
    );
  }
  return (
    <main>
      <form class="page page--tall" {...form} onSubmit={goOn} key="account">
        <div>
          <BackBar to="/">
            <span class="quiet small num">{text('register.step', { step: '1' })}</span>
            <LanguageSwitch />
          </BackBar>
          <Title>{text('register.title')}</Title>
        </div>
        <div class="stack">
          <TextField
            {...field('displayName')}
            label={text('field.name')}
            hint={text('field.name_hint')}
            autocomplete="given-name"
          />
          <TextField
            {...field('username')}
            label={text('field.username')}
            hint={text('field.username_hint')}
            autocomplete="username"
          />
          <PasswordField
            {...field('password')}
            label={text('field.password')}
            hint={text('field.password_hint')}
            autocomplete="new-password"
          />
          <TextField
            {...field('birthYear')}
            label={text('field.birth_year')}
            hint={text('field.birth_year_hint', { age: String(minAge) })}
            inputMode="numeric"
            autocomplete="bday-year"
            maxLength={4}
          />
          <RefusedLine words={refused} />
        </div>
        <button class="button button--main" type="submit">
          {text('action.continue')}
        </button>
      </form>
    </main>
  );
}
