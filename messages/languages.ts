// The languages of the app. English is built in; the others are loaded on demand.
import { BUILT_IN } from './built-in.ts';
import { isolateParameters } from './isolate-parameters.ts';

/** Messages of one language. Missing ones are shown in English. */
export type Catalog = typeof BUILT_IN;

/** A language: its own name for the settings page, and its messages. */
export interface Language {
  readonly name: string;
  /** Of its script. Default: left to right. */
  readonly direction?: 'rtl';
  /** Digits of numbers and dates, as the messages have them. Default: those of the locale. */
  readonly digits?: 'latn';
  readonly load: () => Promise<Catalog>;
}

/** All languages by BCP 47 tag, in the order in which the settings page lists them. */
export const LANGUAGES = {
  en: { name: 'English', load: () => Promise.resolve(BUILT_IN) },
  'en-GB': {
    name: 'English (United Kingdom)',
    load: async () => (await import('./en-gb/english-gb.ts')).englishGb,
  },
  de: { name: 'Deutsch', load: async () => (await import('./de/german.ts')).german },
  ar: { name: 'العربية', direction: 'rtl', digits: 'latn', load: async () => (await import('./ar/arabic.ts')).arabic },
} as const satisfies Readonly<Record<string, Language>>;

/** A language of the app. */
export type LanguageTag = keyof typeof LANGUAGES;

/** Generated from English for tests: every message has brackets and accents, which reveals text outside the catalogs. */
const PSEUDO_LOCALE = 'en-XA';

/** The language to show: the chosen one, or the first preferred one that exists. */
export function pickLanguage(choice: unknown, preferred: readonly string[]): string {
  if (choice === PSEUDO_LOCALE || isLanguage(choice)) return choice;
  return preferred.flatMap((tag) => [tag, baseLanguage(tag)]).find(isLanguage) ?? 'en';
}

/** The locale for numbers and dates: the person's own variant of the language (`en-AU` for `en`), or the language itself. */
export function pickLocale(language: string, preferred: readonly string[]): string {
  if (language === PSEUDO_LOCALE) return 'en-US';
  const locale = preferred.find((tag) => [tag, baseLanguage(tag)].includes(language) && isLocale(tag)) ?? language;
  const digits = findLanguage(language)?.digits;
  return digits === undefined ? locale : new Intl.Locale(locale, { numberingSystem: digits }).toString();
}

/** The direction of a language's script. */
export function getDirection(language: string): 'ltr' | 'rtl' {
  return findLanguage(language)?.direction ?? 'ltr';
}

function findLanguage(tag: string): Language | undefined {
  return isLanguage(tag) ? LANGUAGES[tag] : undefined;
}

/** Loads the messages of a language. */
export async function loadCatalog(language: string): Promise<Catalog> {
  if (language === PSEUDO_LOCALE) return (await import('./pseudo-locale.ts')).pseudoCatalog();
  const catalog: Catalog = (await findLanguage(language)?.load()) ?? {};
  if (getDirection(language) === 'ltr') return catalog;
  return Object.fromEntries(Object.entries(catalog).map(([id, message]) => [id, isolateParameters(message)]));
}

function isLanguage(tag: unknown): tag is LanguageTag {
  return typeof tag === 'string' && Object.hasOwn(LANGUAGES, tag);
}

/** Chromium on Linux reports tags such as `en-US@posix`, which `Intl` rejects. */
function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    return false;
  }
}

function baseLanguage(tag: string): string {
  return tag.split('-')[0] ?? tag;
}
