import '../ui/css/forms.css';
import '../ui/css/settings.css';
import '../ui/css/sound.css';
import type { Screen } from '../navigation/Screen.ts';
import '../ui/css/rows.css';
import { BlockedScreen } from './BlockedScreen.tsx';
import { ChangePasswordScreen } from './ChangePasswordScreen.tsx';
import { EditProfileScreen } from './EditProfileScreen.tsx';
import { ProfileScreen } from './ProfileScreen.tsx';

export type SettingsScreenOf = Extract<
  Screen,
  { name: 'profile' | 'edit_profile' | 'change_password' | 'blocked_people' }
>;

export function SettingsScreen({ screen }: { screen: SettingsScreenOf }) {
  switch (screen.name) {
    case 'profile':
      return <ProfileScreen />;
    case 'edit_profile':
      return <EditProfileScreen />;
    case 'change_password':
      return <ChangePasswordScreen />;
    case 'blocked_people':
      return <BlockedScreen />;
  }
}
