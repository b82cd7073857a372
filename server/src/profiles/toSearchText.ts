/**
 * Every sign that people type for the apostrophes of Uzbek (oʻ, gʻ, tutuq belgisi), and the quotes that look like them:
 * ' ` ´ ʹ ʻ ʼ ʽ ʾ ʿ ˈ ˊ ˋ ‘ ’ ‛ ′ ‵ ＇
 */
const APOSTROPHES = /['`\u00B4\u02B9\u02BB-\u02BF\u02C8\u02CA\u02CB\u2018\u2019\u201B\u2032\u2035\uFF07]/g;

/**
 * Text as it is searched: without case, accents and apostrophes, so that `O'g'iloy`, `Oʻgʻiloy` and `ogiloy` find each
 * other. Meant for comparing, not for showing.
 */
export function toSearchText(text: string): string {
  // Apostrophes go first: compatibility forms of some are a space and an accent.
  return text
    .replace(APOSTROPHES, '')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** What is searched of a person. The line break keeps a search from matching across the two names. */
export function toProfileSearchText(username: string, displayName: string): string {
  return `${toSearchText(username)}\n${toSearchText(displayName)}`;
}
