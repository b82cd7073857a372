import type { Messages } from './Messages.ts';
import type { uzApp } from './uzApp.ts';

export const ruApp: Pick<Messages, keyof typeof uzApp> = {
  'news.offline_kept': 'Нет связи. Показано то, что было в последний раз.',
  'news.client_old': 'Эта версия устарела и может работать с ошибками.',
  'news.server_old': 'Сервер обновляется. Часть функций заработает чуть позже.',

  'install.title': 'Suhbatdosh на главном экране',
  'install.why': 'Открывается одним касанием, даже без интернета. Места почти не занимает.',
  'install.yes': 'Установить',
  'install.later': 'Позже',
  'install.row': 'Установить на главный экран',
  'install.installed': 'установлено',
  'install.share': 'Нажмите «Поделиться» в браузере',
  'install.share_hint': 'Если значка нет, загляните сначала в «…».',
  'install.add': 'Выберите «На экран „Домой“»',
  'install.add_hint': 'Список можно прокрутить вниз.',
  'install.done': 'Нажмите «Добавить»',
  'install.done_hint': 'Звезда Suhbatdosh теперь на главном экране.',
};
