import '../ui/css/forms.css';
import '../ui/css/rows.css';
import '../ui/css/sheet.css';
import '../ui/css/rate.css';
import '../ui/css/people.css';
import type { Screen } from '../navigation/Screen.ts';
import { HistoryScreen } from './HistoryScreen.tsx';
import { PeopleScreen } from './PeopleScreen.tsx';

type PeopleScreenOf = Extract<Screen, { name: 'people' | 'history' }>;

export function PeopleScreens({ screen }: { screen: PeopleScreenOf }) {
  switch (screen.name) {
    case 'people':
      return <PeopleScreen />;
    case 'history':
      return <HistoryScreen />;
  }
}
