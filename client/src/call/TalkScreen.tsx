import '../ui/css/waiting.css';
import '../ui/css/steps.css';
import '../ui/css/voice.css';
import '../ui/css/call.css';
import '../ui/css/chat.css';
import '../ui/css/after.css';
import '../ui/css/notify.css';
import '../ui/css/rows.css';
import '../ui/css/rate.css';
import '../ui/css/sheet.css';
import '../ui/css/sound.css';
import type { Screen } from '../navigation/Screen.ts';
import { HomeScreen } from '../queue/HomeScreen.tsx';
import { MicrophoneScreen } from '../queue/MicrophoneScreen.tsx';
import { QueueTroubleScreen } from '../queue/QueueTroubleScreen.tsx';
import { WaitingScreen } from '../queue/WaitingScreen.tsx';
import { AfterScreen } from './AfterScreen.tsx';
import { CallScreen } from './CallScreen.tsx';

export type TalkScreenOf = Extract<
  Screen,
  { name: 'home' | 'waiting' | 'no_microphone' | 'queue_trouble' | 'call' | 'after' }
>;

/**
 * From home to the end of a call in one chunk: who sees home has everything that a call needs, and
 * nothing is fetched while one runs.
 */
export function TalkScreen({ screen }: { screen: TalkScreenOf }) {
  switch (screen.name) {
    case 'home':
      return <HomeScreen />;
    case 'waiting':
      return <WaitingScreen search={screen.search} unconnected={screen.unconnected} />;
    case 'no_microphone':
      return <MicrophoneScreen trouble={screen.trouble} />;
    case 'queue_trouble':
      return <QueueTroubleScreen trouble={screen.trouble} />;
    case 'call':
      return <CallScreen call={screen.call} />;
    case 'after':
      return <AfterScreen ended={screen.ended} />;
  }
}
