import type { uz } from './uz.ts';

type Uz = typeof uz;

/** What `Intl.PluralRules` may answer for our three languages. `other` is there for every language. */
export type PluralForms = { other: string } & Partial<Record<'one' | 'few' | 'many', string>>;

/** A dictionary: every key of the Uzbek one, a text where it has a text, forms where it has forms. */
export type Messages = { readonly [K in keyof Uz]: Uz[K] extends string ? string : PluralForms };

export type TextKey = { [K in keyof Uz]: Uz[K] extends string ? K : never }[keyof Uz];
export type CountKey = Exclude<keyof Uz, TextKey>;

type NamesIn<Text> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;

/** What must be given to fill a text: nothing for most, `[{ name: … }]` where it says `{name}`. */
export type Fill<K extends TextKey> = [NamesIn<Uz[K]>] extends [never]
  ? []
  : [Record<NamesIn<Uz[K]>, string>];

/** Texts that need nothing filled in: what tables of words may point at. */
export type PlainKey = { [K in TextKey]: Fill<K> extends [] ? K : never }[TextKey];
