import './ui/css/layers.css';
import './ui/css/tokens.css';
import './ui/css/base.css';
import './ui/css/parts.css';
import './ui/css/forms.css';
import './ui/css/welcome.css';
import './ui/css/home.css';
import type { ReadonlySignal } from '@preact/signals';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { LocationProvider, useLocation } from 'preact-iso/router';
import { WelcomeScreen } from './account/WelcomeScreen.tsx';
import { refusalWords } from './api/refusalWords.ts';
import type { Refusal } from './api/Refusal.ts';
import type { I18n } from './i18n/createI18n.ts';
import { I18nContext, useI18n } from './i18n/I18nContext.ts';
import { LoadingScreen } from './navigation/LoadingScreen.tsx';
import { newsFor } from './navigation/newsFor.ts';
import { NotFoundScreen } from './navigation/NotFoundScreen.tsx';
import type { Screen } from './navigation/Screen.ts';
import { screenFor } from './navigation/screenFor.ts';
import { titleOf } from './navigation/titleOf.ts';
import { useAddress } from './navigation/useAddress.ts';
import type { AppUpdate } from './pwa/createAppUpdate.ts';
import { PartnerToast } from './pwa/PartnerToast.tsx';
import { InstallContext } from './pwa/InstallContext.ts';
import type { InstallStore } from './pwa/InstallStore.ts';
import { useLaunches } from './pwa/useLaunches.ts';
import { UpdateToast } from './pwa/UpdateToast.tsx';
import { useWorkerMessages } from './pwa/useWorkerMessages.ts';
import type { Stores } from './Stores.ts';
import { StoresContext, useStores } from './StoresContext.ts';
import { lazyScreen } from './ui/LazyScreen.tsx';
import { isPlace, Navigation } from './ui/Navigation.tsx';
import { News } from './ui/News.tsx';
import { NextTurn } from './ui/NextTurn.tsx';
import { setThemeColour } from './ui/themeColour.ts';
import { TitleFocusContext } from './ui/Title.tsx';
import { whenIdle } from './whenIdle.ts';

const account = lazyScreen(
  async () => (await import('./account/AccountScreens.tsx')).AccountScreens,
  LoadingScreen,
);
const talk = lazyScreen(async () => (await import('./call/TalkScreen.tsx')).TalkScreen, LoadingScreen);
const people = lazyScreen(
  async () => (await import('./people/PeopleScreens.tsx')).PeopleScreens,
  LoadingScreen,
);
const invite = lazyScreen(
  async () => (await import('./people/InviteSheet.tsx')).InviteSheet,
  () => <></>,
);
const settings = lazyScreen(
  async () => (await import('./settings/SettingsScreen.tsx')).SettingsScreen,
  LoadingScreen,
);

/** As long as the push itself is worth something. */
const PARTNER_WAITS_MS = 60_000;
const check = lazyScreen(async () => (await import('./check/CheckScreen.tsx')).CheckScreen, LoadingScreen);

export interface AppProps {
  i18n: I18n;
  /** null: not fetched yet; a stranger sees the welcome without them. */
  stores: ReadonlySignal<Stores | null>;
  /** A screen that needs the stores is wanted. */
  onStoresWanted: () => void;
  /** Why it could not be asked who is logged in; null: it could, or is being asked. */
  loadRefusal: ReadonlySignal<Refusal | null>;
  onLoadAgain: () => void;
  /** null: no worker yet, or none in this browser. */
  update: ReadonlySignal<AppUpdate | null>;
  install: InstallStore;
  /** Told whether the address bar is the talk's, which is a little longer than the talk lasts. */
  onAtTalk: (isThere: boolean) => void;
}

export function App(props: AppProps) {
  const stores = props.stores.value;
  const isFirst = useRef(true);
  const takesFocus = useCallback(() => !isFirst.current, []);
  useEffect(() => {
    isFirst.current = false;
  }, []);
  return (
    <I18nContext.Provider value={props.i18n}>
      <TitleFocusContext.Provider value={takesFocus}>
        <InstallContext.Provider value={props.install}>
          <LocationProvider>
            {stores === null ? (
              <Lobby onStoresWanted={props.onStoresWanted} />
            ) : (
              <StoresContext.Provider value={stores}>
                <Frame {...props} />
              </StoresContext.Provider>
            )}
          </LocationProvider>
        </InstallContext.Provider>
      </TitleFocusContext.Provider>
    </I18nContext.Provider>
  );
}

/** Before the stores are here: the welcome needs none, every other screen waits for them. */
function Lobby({ onStoresWanted }: Pick<AppProps, 'onStoresWanted'>) {
  const { path } = useLocation();
  const screen: Screen = path === '/' ? { name: 'welcome' } : { name: 'loading' };
  useSurroundings(screen);
  usePreload(screen.name);
  useEffect(() => {
    if (path !== '/') onStoresWanted();
  }, [path, onStoresWanted]);
  return (
    <>
      <News words={null} />
      <Shown key={screen.name} screen={screen} />
    </>
  );
}

function Frame({ loadRefusal, onLoadAgain, update, onAtTalk }: AppProps) {
  const { account, queue, call, connection, skew } = useStores();
  const { path } = useLocation();
  const screen = screenFor({ path, me: account.me.value, queue: queue.state.value, call: call.state.value });
  const leave = useLeave(screen);
  useAddress(screen.name, leave, onAtTalk);
  useSurroundings(screen);
  usePreload(screen.name);
  useLaunches(isPlace(screen.name));

  const isOffered = usePushes(screen.name);
  const isBusy = isTalking(screen.name);

  const news = newsFor(screen.name, connection.state.value, skew.value);
  return (
    <>
      <FrameNews
        news={news}
        refusal={account.me.value ? null : loadRefusal.value}
        onLoadAgain={onLoadAgain}
        onUpdate={() => void update.value?.takeNewest()}
      />
      <Shown key={screen.name} screen={screen} />
      <NextTurn>{isPlace(screen.name) && <Navigation current={screen.name} />}</NextTurn>
      <Invites screen={screen.name} />
      <div class="toasts" role="status">
        {!isBusy && update.value?.isReady.value === true && (
          <UpdateToast onTake={() => update.value?.take()} />
        )}
        {!isBusy && isOffered && <PartnerToast onFind={() => void queue.find('level')} />}
      </div>
    </>
  );
}

const isTalking = (screen: Screen['name']): boolean => screen === 'call' || screen === 'waiting';

/** A tapped notification leads where it says, but never out of a search or a call. Whether one waits unseen. */
function usePushes(screen: Screen['name']): boolean {
  const { route } = useLocation();
  const [isWaiting, setWaiting] = useState(false);
  useWorkerMessages((message) => {
    if (message.type === 'partner_waiting') setWaiting(true);
    else if (!isTalking(screen)) route(message.path);
  });
  useEffect(() => {
    if (!isWaiting) return undefined;
    const timer = setTimeout(() => setWaiting(false), PARTNER_WAITS_MS);
    return () => clearTimeout(timer);
  }, [isWaiting]);
  useEffect(() => {
    if (isTalking(screen)) setWaiting(false);
  }, [screen]);
  return isWaiting;
}

/** Invitations come wherever the learner is, but for a call. */
function Invites({ screen }: { screen: Screen['name'] }) {
  const { account, invites } = useStores();
  const isNothing = invites.outgoing.value.phase === 'none' && invites.incoming.value.phase === 'none';
  return isNothing || screen === 'call' || !account.me.value ? null : <invite.Screen />;
}

interface FrameNewsProps {
  news: ReturnType<typeof newsFor>;
  refusal: Refusal | null;
  onLoadAgain: () => void;
  onUpdate: () => void;
}

function FrameNews({ news, refusal, onLoadAgain, onUpdate }: FrameNewsProps) {
  const i18n = useI18n();
  if (news === 'news.client_old') {
    return (
      <News words={i18n.text(news)}>
        <button type="button" onClick={onUpdate}>
          {i18n.text('update.take')}
        </button>
      </News>
    );
  }
  if (news !== null) return <News words={i18n.text(news)} />;
  if (refusal === null) return <News words={null} />;
  const isAway = refusal.code === 'OFFLINE';
  return (
    <News words={isAway ? i18n.text('news.unreachable') : refusalWords(refusal, i18n)}>
      <button type="button" onClick={onLoadAgain}>
        {i18n.text('action.try_again')}
      </button>
    </News>
  );
}

function Shown({ screen }: { screen: Screen }) {
  switch (screen.name) {
    case 'loading':
      return <LoadingScreen />;
    case 'welcome':
      return <WelcomeScreen />;
    case 'register':
    case 'login':
      return <account.Screen screen={screen} />;
    case 'not_found':
      return <NotFoundScreen />;
    case 'people':
    case 'history':
      return <people.Screen screen={screen} />;
    case 'profile':
    case 'edit_profile':
    case 'change_password':
    case 'blocked_people':
      return <settings.Screen screen={screen} />;
    case 'check':
      return <check.Screen />;
    case 'home':
    case 'waiting':
    case 'no_microphone':
    case 'queue_trouble':
    case 'call':
    case 'after':
      return <talk.Screen screen={screen} />;
  }
}

/** What Back means on a screen that comes from what happens. */
function useLeave(screen: Screen): () => void {
  const { queue, call } = useStores();
  return () => {
    if (screen.name === 'after' || (screen.name === 'waiting' && screen.unconnected !== null)) call.dismiss();
    if (screen.name !== 'after') void queue.leave();
  };
}

/** The page around the screen: its title, its language, the colour of the browser's bar, the scroll. */
function useSurroundings(screen: Screen): void {
  const i18n = useI18n();
  const title = titleOf(screen, i18n);
  const locale = i18n.locale.value;
  useLayoutEffect(() => {
    document.title = title === null ? 'Suhbatdosh' : `${title} – Suhbatdosh`;
    document.documentElement.lang = locale;
  }, [title, locale]);
  useLayoutEffect(() => {
    const isTile = ['welcome', 'loading', 'home', 'waiting'].includes(screen.name);
    setThemeColour(isTile ? 'tile' : 'paper');
    scrollTo(0, 0);
  }, [screen.name]);
}

/** Home and the call; a failed download is tried again, and told of, when its screen is wanted. */
export function preloadTalk(): Promise<void> {
  return talk.preload().catch(() => undefined);
}

/** The screens that may be wanted next, in chunks of their own. */
function nextAfter(screen: Screen['name']): readonly { preload(): Promise<void> }[] {
  switch (screen) {
    case 'welcome':
      return [account];
    case 'register':
    case 'login':
    case 'profile':
      return [talk];
    case 'home':
      return [people, invite, settings];
    default:
      return [];
  }
}

/** The next step's chunk comes while this one is being read. */
function usePreload(screen: Screen['name']): void {
  useEffect(() => {
    const retryLater = (): void => {
      // It is fetched again, and told of, when its screen is wanted.
    };
    for (const chunk of nextAfter(screen)) whenIdle(() => void chunk.preload().catch(retryLater));
  }, [screen]);
}
