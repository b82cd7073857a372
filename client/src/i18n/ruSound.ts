import type { Messages } from './Messages.ts';
import type { uzSound } from './uzSound.ts';

export const ruSound: Pick<Messages, keyof typeof uzSound> = {
  'call.interrupted': 'Микрофон занят другим приложением. Как только освободится, он вернётся сам.',
  'call.partner_background': '{name}: приложение свёрнуто. Голоса может не быть.',
  'call.partner_interrupted': '{name}: микрофон занят другим приложением.',
  'call.gone_input': '{label}: отключено. Теперь работает микрофон самого устройства.',
  'call.gone_output': '{label}: отключено. Теперь звук идёт из самого устройства.',
  'call.keep_open': 'Держите этот экран открытым: в свёрнутом приложении телефон отключает микрофон.',
  'sound.title': 'Звук',
  'sound.menu': 'Микрофон и динамик',
  'sound.menu_hint': 'Выбрать, какой будет работать',
  'sound.input': 'Микрофон',
  'sound.output': 'Динамик',
  'sound.system': 'Как в устройстве',
  'sound.pick': 'Выбрать',
  'sound.unknown': 'Список появится здесь, когда вы разрешите микрофон.',
  'sound.output_follows': 'Звук идёт через то устройство, чей микрофон выбран.',
  'sound.saver': 'Экономить трафик',
  'sound.saver_hint': '25\u00a0МБ в час вместо 50\u00a0МБ. Со следующего разговора',
  'sound.ring': 'Сигнал, когда собеседник найден',
  'sound.ring_hint': 'Короткая мелодия и вибрация',
  'check.link': 'Проверить связь',
};
