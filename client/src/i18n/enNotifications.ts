import type { Messages } from './Messages.ts';
import type { uzNotifications } from './uzNotifications.ts';

export const enNotifications: Pick<Messages, keyof typeof uzNotifications> = {
  'notify.title': 'Notifications',
  'notify.partner': 'Tell me when someone at my level waits',
  'notify.partner_hint': 'On this device, while the app is closed. Three a day at most.',
  'notify.turning_on': 'Turning on',
  'notify.quiet': 'Quiet hours',
  'notify.quiet_hint': 'We leave you in peace then',
  'notify.from': 'From',
  'notify.to': 'Until',
  'notify.denied': 'Not allowed on this device',
  'notify.denied_text':
    'Allow notifications for Suhbatdosh in the settings of your phone or browser, then open the app again.',
  'notify.needs_install': 'Put the app on your home screen first',
  'notify.needs_install_text':
    'Tap Share at the bottom of Safari and choose “Add to Home Screen”. Then turn it on here.',
  'notify.unsupported': 'This browser cannot show notifications',
  'notify.unsupported_text':
    'Open the app in Chrome, Edge, Firefox or Safari. Private windows cannot either.',
  'notify.no_service': 'The browser could not reach its notification service. Please try a little later.',
  'notify.offer_title': 'Shall we tell you when someone at your level waits?',
  'notify.offer_text': 'Three a day at most, and silence at night. Turn it off whenever you like.',
  'notify.offer_yes': 'Yes, tell me',
  'notify.offer_no': 'Not now',
  'notify.offer_done': 'It is on. We will tell you when someone at your level waits.',
  'notify.waiting_now': 'A partner at your level is waiting.',
};
