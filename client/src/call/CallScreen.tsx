import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { ChatPanel } from '../chat/ChatPanel.tsx';
import { formatClock } from '../i18n/formatTime.ts';
import { useI18n } from '../i18n/I18nContext.ts';
import type { LiveCall } from '../navigation/Screen.ts';
import { useStores } from '../StoresContext.ts';
import { SafetySheet } from '../people/SafetySheet.tsx';
import { Title } from '../ui/Title.tsx';
import { useBackCloses } from '../ui/useBackCloses.ts';
import { DESK, useMediaQuery } from '../ui/useMediaQuery.ts';
import { useNow } from '../ui/useNow.ts';
import { CallBar } from './CallBar.tsx';
import { CallDock } from './CallDock.tsx';
import { CallNotices } from './CallNotices.tsx';
import { CallPair } from './CallPair.tsx';
import { CallStrip } from './CallStrip.tsx';

export function CallScreen({ call }: { call: LiveCall }) {
  const { text } = useI18n();
  const stores = useStores();
  const isDesk = useMediaQuery(DESK);
  const [isChatAsked, setChatAsked] = useState(false);
  const [isSafetyOpen, setSafetyOpen] = useState(false);
  const draft = useSignal('');
  const chatButton = useRef<HTMLButtonElement>(null);
  const isSheetOpen = isChatAsked && !isDesk;
  const wasSheetOpen = useRef(false);
  useAskBeforeClosing();
  useBackCloses(isSheetOpen, () => setChatAsked(false));
  // Focus comes back to where the sheet was opened.
  useLayoutEffect(() => {
    if (wasSheetOpen.current && !isSheetOpen) chatButton.current?.focus();
    wasSheetOpen.current = isSheetOpen;
  }, [isSheetOpen]);

  const title = <Title isHidden>{text('call.title', { name: call.partner.displayName })}</Title>;
  const safety = isSafetyOpen && (
    <SafetySheet
      person={call.partner}
      sessionId={call.sessionId}
      isInCall
      start="menu"
      onClose={() => setSafetyOpen(false)}
    />
  );
  const openSafety = (): void => setSafetyOpen(true);
  if (isSheetOpen) {
    return (
      <main class="call call--chat">
        {title}
        <CallStrip call={call} />
        <ChatPanel draft={draft} onClose={() => setChatAsked(false)} onMore={openSafety} />
        {safety}
      </main>
    );
  }
  return (
    <main class="call">
      {title}
      <CallBar call={call} onMore={openSafety} />
      <CallTime call={call} />
      <CallPair call={call} />
      <CallNotices call={call} />
      <CallDock
        chatButton={chatButton}
        onChat={isDesk ? null : () => setChatAsked(true)}
        unread={stores.chat.unread}
      />
      {isDesk && <ChatPanel draft={draft} onClose={null} onMore={null} />}
      {safety}
    </main>
  );
}

/** How long they have talked; empty until something was heard. */
function CallTime({ call }: { call: LiveCall }) {
  const nowMs = useNow(500);
  const sinceMs = call.phase === 'connecting' ? null : call.talkingSinceMs;
  return (
    <div class="call__time" role="timer" aria-live="off">
      {sinceMs === null ? '\u00a0' : formatClock(nowMs - sinceMs)}
    </div>
  );
}

/** Closing the page would end the call for both: the browser asks once. */
function useAskBeforeClosing(): void {
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, []);
}
