import type { UpdateProfileInput } from '@suhbatdosh/server/contract';
import { useState } from 'preact/hooks';
import { refusalWords } from '../api/refusalWords.ts';
import type { Refusal } from '../api/Refusal.ts';
import { useI18n } from '../i18n/I18nContext.ts';
import { useStores } from '../StoresContext.ts';

/**
 * For settings that take effect at once: what was chosen is shown while it is on its way, and taken
 * back with words when it is refused.
 */
export function useChange(): {
  pending: UpdateProfileInput;
  refused: string | null;
  change: (change: UpdateProfileInput) => void;
} {
  const i18n = useI18n();
  const { account } = useStores();
  const [pending, setPending] = useState<UpdateProfileInput>({});
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const send = async (change: UpdateProfileInput): Promise<void> => {
    setPending(change);
    setRefusal(await account.update(change));
    setPending({});
  };
  return {
    pending,
    refused: refusal === null ? null : refusalWords(refusal, i18n),
    change: (change) => void send(change),
  };
}
