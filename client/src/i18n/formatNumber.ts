import type { Locale } from '@suhbatdosh/server/contract';

/** Not a line break inside a number. */
const THIN_GAP = '\u00a0';

/** Own, because Chromium has no Uzbek numbers: it writes 1,234.5 where Uzbek has 1 234,5. */
export function formatNumber(value: number, locale: Locale, digits = 0): string {
  const [whole = '', fraction] = Math.abs(value).toFixed(digits).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, locale === 'en' ? ',' : THIN_GAP);
  const sign = value < 0 && Number(value.toFixed(digits)) !== 0 ? '−' : '';
  return sign + (fraction === undefined ? grouped : `${grouped}${locale === 'en' ? '.' : ','}${fraction}`);
}

/** As on the certificate, in every language: 5.5, 7.0. */
export function formatBand(band: number): string {
  return band.toFixed(1);
}
