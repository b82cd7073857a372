/** The part of the Uzbek dictionary about the app itself: installing it, its versions, what it knows without a network. */
export const uzApp = {
  'news.offline_kept': 'Aloqa yoʻq. Oxirgi koʻrilgani turibdi.',
  'news.client_old': 'Bu nusxa eskirdi, ayrim narsalar ishlamasligi mumkin.',
  'news.server_old': 'Server yangilanyapti. Ayrim narsalar birozdan keyin ishlaydi.',

  'install.title': 'Suhbatdosh bosh ekraningizda tursin',
  'install.why': 'Bir bosishda ochiladi, internetsiz ham. Telefonda deyarli joy olmaydi.',
  'install.yes': 'Oʻrnatish',
  'install.later': 'Keyinroq',
  'install.row': 'Bosh ekranga oʻrnatish',
  'install.installed': 'oʻrnatilgan',
  'install.share': 'Brauzerda «Ulashish» belgisini bosing',
  'install.share_hint': 'Koʻrinmasa, avval «…» ichidan qidiring.',
  'install.add': '«На экран „Домой“» yoki «Add to Home Screen» ni tanlang',
  'install.add_hint': 'Roʻyxatni biroz pastga suring.',
  'install.done': '«Добавить» yoki «Add» ni bosing',
  'install.done_hint': 'Endi Suhbatdosh yulduzi bosh ekranda.',
} as const;
