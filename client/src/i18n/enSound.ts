import type { Messages } from './Messages.ts';
import type { uzSound } from './uzSound.ts';

export const enSound: Pick<Messages, keyof typeof uzSound> = {
  'call.interrupted': 'Another app is using your microphone. It comes back by itself once it is free.',
  'call.partner_background': '{name} has left the app for a moment. You may not hear them.',
  'call.partner_interrupted': 'Another app is using {name}’s microphone.',
  'call.gone_input': '{label} is unplugged. The device’s own microphone is used now.',
  'call.gone_output': '{label} is unplugged. The sound comes from the device itself now.',
  'call.keep_open': 'Keep this screen open: in the background the phone turns the microphone off.',
  'sound.title': 'Sound',
  'sound.menu': 'Microphone and speaker',
  'sound.menu_hint': 'Choose which one to use',
  'sound.input': 'Microphone',
  'sound.output': 'Speaker',
  'sound.system': 'As the device has it',
  'sound.pick': 'Choose',
  'sound.unknown': 'The list appears here once you have allowed the microphone.',
  'sound.output_follows': 'The sound comes from the device whose microphone is chosen.',
  'sound.saver': 'Save data',
  'sound.saver_hint': '25\u00a0MB an hour instead of 50\u00a0MB. From the next talk on',
  'sound.ring': 'Ring when a partner is found',
  'sound.ring_hint': 'A short chime and a buzz',
  'check.link': 'Check the connection',
};
