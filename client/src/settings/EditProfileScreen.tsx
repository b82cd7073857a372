import type { Band, Gender, Me } from '@suhbatdosh/server/contract';
import { useState } from 'preact/hooks';
import { checkBio, checkEmail, checkName } from '../account/checkFields.ts';
import { toBand } from '../account/toBand.ts';
import { useForm } from '../account/useForm.ts';
import { useI18n } from '../i18n/I18nContext.ts';
import { useStores } from '../StoresContext.ts';
import { BackBar } from '../ui/BackBar.tsx';
import { BandPicker } from '../ui/BandPicker.tsx';
import { Either } from '../ui/Either.tsx';
import { RefusedLine } from '../ui/RefusedLine.tsx';
import { TextField } from '../ui/TextField.tsx';
import { Title } from '../ui/Title.tsx';
import { Saved } from './Saved.tsx';

export function EditProfileScreen() {
  const me = useStores().account.me.value;
  return me === null || me === undefined ? <main class="page" /> : <EditProfile me={me} />;
}

function EditProfile({ me }: { me: Me }) {
  const { text } = useI18n();
  const { account } = useStores();
  const [isSaved, setSaved] = useState(false);
  const [currentBand, setCurrentBand] = useState<Band>(me.currentBand);
  const [targetBand, setTargetBand] = useState<Band>(me.targetBand);
  const [gender, setGender] = useState<Gender | null>(me.gender);

  const { form, field, refused, errorOf, isSending } = useForm({
    initial: { displayName: me.displayName, bio: me.bio ?? '', email: me.email ?? '' },
    checks: { displayName: checkName, bio: checkBio, email: checkEmail },
    otherFields: ['currentBand', 'targetBand', 'gender'],
    send: ({ displayName, bio, email }) =>
      account.update({
        displayName: displayName.trim(),
        bio: bio.trim() === '' ? null : bio.trim(),
        email: email.trim() === '' ? null : email.trim(),
        currentBand,
        targetBand,
        gender,
        // Without a gender "my own gender only" means nobody; the server would refuse the pair of them.
        ...(gender === null ? { partnerGender: 'any' as const } : {}),
      }),
    onDone: () => setSaved(true),
  });
  if (isSaved) return <Saved />;
  const refusedGender = errorOf('gender');
  return (
    <main>
      <form class="page page--tall" {...form}>
        <div>
          <BackBar to="/profile" />
          <Title>{text('profile.edit_title')}</Title>
        </div>
        <div class="stack">
          <TextField
            {...field('displayName')}
            label={text('field.name')}
            hint={text('field.name_hint')}
            autocomplete="given-name"
          />
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
          <TextField {...field('bio')} label={text('field.bio')} hint={text('field.bio_hint')} isLong />
          <div class="input">
            <span class="legend">{text('field.gender')}</span>
            <Either
              label={text('field.gender')}
              value={gender ?? 'none'}
              options={(['female', 'male', 'none'] as const).map((value) => ({
                value,
                words: text(`field.gender_${value}`),
              }))}
              onChange={(value) => setGender(value === 'none' ? null : value)}
            />
            <p class="input__hint">{text('field.gender_hint')}</p>
          </div>
          <TextField
            {...field('email')}
            label={text('field.email')}
            hint={text('field.email_hint')}
            type="email"
            inputMode="email"
            autocomplete="email"
            maxLength={254}
          />
          <RefusedLine words={refused ?? refusedGender} />
        </div>
        <button class="button button--main" type="submit" aria-disabled={isSending}>
          {text(isSending ? 'action.sending' : 'action.save')}
        </button>
      </form>
    </main>
  );
}
