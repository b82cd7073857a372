import { expect } from 'vitest';
import type { DrivenLearner } from '../e2e/driveLearner.ts';
import type { TextKey } from '../src/i18n/Messages.ts';

/** From the home screen to the profile, and back when it is done. */
export async function setSwitch(
  { page, say }: DrivenLearner,
  label: Extract<TextKey, 'profile.hide_ip' | 'sound.saver'>,
  isOn: boolean,
): Promise<void> {
  const follow = (link: TextKey): Promise<void> =>
    page.getByRole('link', { name: say(link), exact: true }).click();
  await follow('nav.profile');
  const toggle = page.getByRole('switch', { name: say(label) });
  await toggle.click();
  await expect.poll(() => toggle.isChecked()).toBe(isOn);
  await follow('nav.home');
}
