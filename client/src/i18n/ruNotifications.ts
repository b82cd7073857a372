import type { Messages } from './Messages.ts';
import type { uzNotifications } from './uzNotifications.ts';

export const ruNotifications: Pick<Messages, keyof typeof uzNotifications> = {
  'notify.title': 'Уведомления',
  'notify.partner': 'Сообщать, когда ждёт собеседник моего уровня',
  'notify.partner_hint': 'На это устройство, когда приложение закрыто. Не больше трёх в день.',
  'notify.turning_on': 'Включаем',
  'notify.quiet': 'Тихие часы',
  'notify.quiet_hint': 'В это время мы вас не тревожим',
  'notify.from': 'Начало',
  'notify.to': 'Конец',
  'notify.denied': 'На этом устройстве нет разрешения',
  'notify.denied_text':
    'Разрешите уведомления Suhbatdosh в настройках телефона или браузера и откройте приложение снова.',
  'notify.needs_install': 'Сначала добавьте приложение на экран «Домой»',
  'notify.needs_install_text':
    'Нажмите «Поделиться» внизу Safari и выберите «На экран „Домой“». Потом включите здесь.',
  'notify.unsupported': 'Этот браузер не показывает уведомлений',
  'notify.unsupported_text':
    'Откройте в Chrome, Edge, Firefox или Safari. В приватном окне они тоже не работают.',
  'notify.no_service': 'Браузер не смог связаться со своей службой уведомлений. Попробуйте чуть позже.',
  'notify.offer_title': 'Сообщить, когда ждёт собеседник вашего уровня?',
  'notify.offer_text': 'Не больше трёх уведомлений в день, ночью тишина. Выключить можно в любой момент.',
  'notify.offer_yes': 'Да, сообщать',
  'notify.offer_no': 'Не сейчас',
  'notify.offer_done': 'Включено. Сообщим, когда кто-то вашего уровня будет ждать.',
  'notify.waiting_now': 'Ждёт собеседник вашего уровня.',
};
