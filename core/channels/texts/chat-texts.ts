// The languages of what Gatehouse itself writes in chats. A new one is one file and one line here.
import { ARABIC } from './arabic.ts';
import { ENGLISH, type ChatTexts } from './english.ts';
import { GERMAN } from './german.ts';

const LANGUAGES: ReadonlyMap<string, ChatTexts> = new Map([
  ['en', ENGLISH],
  ['de', GERMAN],
  ['ar', ARABIC],
]);

/** The texts for the first of these BCP 47 tags that there are texts for; else in English. */
export function pickTexts(...tags: readonly (string | undefined)[]): ChatTexts {
  for (const tag of tags) {
    const found = LANGUAGES.get(tag?.split(/[-_]/)[0]?.toLowerCase() ?? '');
    if (found !== undefined) return found;
  }
  return ENGLISH;
}

/** The name of a language in that language, such as `Deutsch`; the tag itself if it is unknown. */
export function nameLanguage(tag: string): string {
  try {
    return new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
