import type { CheckWords } from './CheckWords.ts';

export const uzCheckWords: CheckWords = {
  title: 'Aloqani tekshiramiz',
  lede: 'Yarim daqiqa kifoya. Biror narsa deb koʻring.',
  again: 'Qayta tekshirish',
  level: 'Ovoz balandligi',
  moment: 'Bir necha soniya',
  ms: { quick: '{ms}\u00a0ms, bu yaxshi', fair: '{ms}\u00a0ms, bu yetarli', slow: '{ms}\u00a0ms, bu sekin' },
  noServer: 'Server javob bermagani uchun sinab boʻlmadi.',
  tooMany: 'Tekshiruvni bir soatda olti marta oʻtkazish mumkin. Keyingisi {when}.',
  tooManyNow: 'Tekshiruvni bir soatda olti marta oʻtkazish mumkin. Birozdan keyin urinib koʻring.',
  microphone: {
    checking: { title: 'Mikrofonni tinglayapmiz', text: 'Biror narsa deb koʻring.' },
    ok: 'Mikrofon eshitilyapti',
    failed: {
      refused: {
        title: 'Mikrofonga ruxsat yoʻq',
        text: 'Manzil satri yonidagi belgini bosib, mikrofonga ruxsat bering va qayta tekshiring.',
      },
      missing: { title: 'Mikrofon topilmadi', text: 'Naushnik yoki mikrofon ulab, qayta tekshiring.' },
      busy: {
        title: 'Mikrofon band',
        text: 'Uni boshqa ilova ishlatayotgan boʻlishi mumkin. Oʻsha ilovani yoping.',
      },
      silent: {
        title: 'Ovozingiz eshitilmadi',
        text: 'Balandroq gapirib koʻring yoki profilda boshqa mikrofonni tanlang.',
      },
    },
  },
  server: {
    checking: 'Serverni sinayapmiz',
    ok: 'Server javob beryapti',
    failed: {
      title: 'Server javob bermayapti',
      text: 'Internetingizni tekshiring. Boshqa saytlar ochilsa, birozdan keyin urinib koʻring.',
    },
  },
  direct: {
    checking: 'Toʻgʻridan-toʻgʻri yoʻlni sinayapmiz',
    ok: 'Toʻgʻridan-toʻgʻri yoʻl ochiq',
    closed: 'Toʻgʻridan-toʻgʻri yoʻl yopiq',
    unavailable: 'Toʻgʻridan-toʻgʻri yoʻl sinalmadi',
    untried: 'Toʻgʻridan-toʻgʻri yoʻlni sinab boʻlmadi',
  },
  relay_udp: {
    checking: 'Zaxira yoʻlni sinayapmiz (UDP)',
    ok: 'Zaxira yoʻl ochiq (UDP)',
    closed: 'Zaxira yoʻl yopiq (UDP)',
    unavailable: 'Zaxira yoʻl yoʻq (UDP)',
    untried: 'Zaxira yoʻlni sinab boʻlmadi (UDP)',
  },
  relay_tcp: {
    checking: 'Zaxira yoʻlni sinayapmiz (TCP)',
    ok: 'Zaxira yoʻl ochiq (TCP)',
    closed: 'Zaxira yoʻl yopiq (TCP)',
    unavailable: 'Zaxira yoʻl yoʻq (TCP)',
    untried: 'Zaxira yoʻlni sinab boʻlmadi (TCP)',
  },
  relay_tls: {
    checking: 'Zaxira yoʻlni sinayapmiz (TLS)',
    ok: 'Zaxira yoʻl ochiq (TLS)',
    closed: 'Zaxira yoʻl yopiq (TLS)',
    unavailable: 'Zaxira yoʻl yoʻq (TLS)',
    untried: 'Zaxira yoʻlni sinab boʻlmadi (TLS)',
  },
  advice: {
    relayed:
      'Operatoringiz tarmogʻida shunday boʻladi. Ovoz server orqali oʻtadi, sizdan hech narsa kerak emas.',
    alone:
      'Baʼzi suhbatdoshlarga ulanib boʻlmasligi mumkin. Mobil internet yoki boshqa Wi-Fi bilan sinab koʻring.',
    otherWay: 'Tarmogʻingiz buni oʻtkazmaydi. Boshqa yoʻl bor, suhbat ulanadi.',
    otherNetwork: 'Tarmogʻingiz buni oʻtkazmaydi. Mobil internet yoki boshqa Wi-Fi bilan sinab koʻring.',
    unavailable: 'Bu serverda bunday yoʻl yoʻq.',
  },
};
