// Looks up messages in the active language, and in English if they are missing.
import { setupI18n } from '@lingui/core';

import { BUILT_IN } from './built-in.ts';
import type { MessageId, MessageValues } from './english.ts';
import { loadCatalog, pickLanguage, pickLocale, type Catalog } from './languages.ts';

const i18n = setupI18n({ locale: 'en', messages: { en: BUILT_IN } });
let currentLocale = 'en-US';

/** The text of a message in the active language. A wrong id or a missing parameter is a compile error. */
export function t<Id extends MessageId>(
  id: Id,
  ...values: keyof MessageValues<Id> extends never ? [] : [MessageValues<Id>]
): string {
  // Lingui takes compiled messages, too, but declares only text.
  return i18n._(id, values[0], { message: BUILT_IN[id] as string });
}

/** Calls `report` with the id of each message that isn't loaded in any language. Its id is shown then. */
export function followMissing(report: (id: string) => void): void {
  const english: Readonly<Record<string, unknown>> = BUILT_IN;
  i18n.on('missing', ({ id }) => {
    if (english[id] === undefined) report(id);
  });
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
  i18n.loadAndActivate({ locale: language, locales: locale, messages: catalog });
  currentLocale = locale;
}
