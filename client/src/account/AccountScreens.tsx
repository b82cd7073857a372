import '../ui/css/forms.css';
import type { Screen } from '../navigation/Screen.ts';
import { LoginScreen } from './LoginScreen.tsx';
import { RegisterScreen } from './RegisterScreen.tsx';

/** The two ways in, in a chunk of their own. */
export function AccountScreens({ screen }: { screen: Extract<Screen, { name: 'register' | 'login' }> }) {
  return screen.name === 'register' ? <RegisterScreen /> : <LoginScreen />;
}
