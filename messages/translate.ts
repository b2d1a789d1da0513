// Looks up messages in the active language, and in English if they are missing.
import { setupI18n } from '@lingui/core';

import { ENGLISH, type MessageId, type MessageValues } from './english.ts';
import { loadCatalog, pickLanguage, pickLocale, type Catalog } from './languages.ts';

const i18n = setupI18n({ locale: 'en', messages: { en: ENGLISH } });
let currentLocale = 'en-US';

/** The text of a message in the active language. A wrong id or a missing parameter is a compile error. */
export function t<Id extends MessageId>(
  id: Id,
  ...values: keyof MessageValues<Id> extends never ? [] : [MessageValues<Id>]
): string {
  return i18n._(id, values[0]);
}

/** The locale for numbers, dates and sorting. */
export function activeLocale(): string {
  return currentLocale;
}

/** Switches to the chosen language, or the best one for the person's preferred locales. Call it once, before rendering. */
export async function activateLanguage(choice: unknown, preferred: readonly string[]): Promise<string> {
  const language = pickLanguage(choice, preferred);
  activateCatalog(language, pickLocale(language, preferred), await loadCatalog(language));
  return language;
}

/** Switches to a catalog; messages that it lacks are shown in English. */
export function activateCatalog(language: string, locale: string, catalog: Catalog): void {
  i18n.load(language, { ...ENGLISH, ...catalog });
  i18n.activate(language, locale);
  currentLocale = locale;
}
