import { z } from 'zod';

/**
 * Control characters, bidi overrides and isolates, zero-width marks, tags, unassigned code points:
 * nothing that hides, reorders or disguises text (Unicode TR 36). ZWJ and variation selectors stay: emoji need them.
 */
const HIDDEN =
  /\u034F|\u17B4|\u17B5|[\u00AD\u115F\u1160\u2800\u3164\uFFA0\u{1D173}-\u{1D17A}\p{Cc}\p{Cn}\p{Co}\p{Cs}\u061C\u180E\u200B\u200C\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]/u;
const HIDDEN_BUT_LINES = new RegExp(`(?![\\n\\t])(?:${HIDDEN.source})`, 'u');
/** PostgreSQL stores no NUL, and nobody types the others. */
export const hasNoControls = (text: string): boolean => !/\p{Cc}/u.test(text) && text.isWellFormed();

/** Marks piled up so high that they cover the lines above. */
const PILE = /\p{M}{5}/u;

/** Something that a person can see: a letter, digit, mark, sign or symbol. */
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/**
 * Text that people read of each other: NFC, trimmed, counted in code points.
 * @param rule `lines`: whether line breaks are allowed
 */
export function visibleText(rule: { min: number; max: number; lines: boolean }) {
  const hidden = rule.lines ? HIDDEN_BUT_LINES : HIDDEN;
  return z
    .string()
    .max(rule.max * 4)
    .transform((text) => text.normalize('NFC').trim())
    .refine((text) => !hidden.test(text), 'has characters that cannot be seen')
    .refine((text) => !PILE.test(text), 'has too many marks on one letter')
    .refine((text) => {
      const length = [...text].length;
      return length >= rule.min && length <= rule.max;
    }, `must have ${rule.min} to ${rule.max} characters`)
    .refine((text) => text === '' || VISIBLE.test(text), 'has nothing that can be seen');
}
