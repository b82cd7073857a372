import { render } from '@testing-library/preact';
import type { ComponentChildren } from 'preact';
import { LocationProvider } from 'preact-iso/router';
import { createI18n } from '../i18n/createI18n.ts';
import { I18nContext } from '../i18n/I18nContext.ts';
import { loadMessages } from '../i18n/loadMessages.ts';
import { StoresContext } from '../StoresContext.ts';
import type { FakeStores } from './fakeStores.ts';

/** Draws a screen in Uzbek over fake stores. */
export function draw(fake: FakeStores, screen: ComponentChildren) {
  const i18n = createI18n(loadMessages);
  return {
    i18n,
    ...render(
      <I18nContext.Provider value={i18n}>
        <StoresContext.Provider value={fake.stores}>
          <LocationProvider>{screen}</LocationProvider>
        </StoresContext.Provider>
      </I18nContext.Provider>,
    ),
  };
}
