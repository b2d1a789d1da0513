// Finds settings by title and keywords. Each section lists what it contains, so that the search needs no rendered page.
import type { PlainMessageId } from '#messages/english.ts';
import { t } from '#messages/translate.ts';
import type { PagePlace } from '../define-page.ts';
import { inDesktopShell } from '../../state/channels/port-channel.ts';
import { href } from '../../state/route.ts';
import { splitTerms } from '../../state/search-terms.ts';

/** A setting that was found. */
export interface FoundSetting {
  readonly section: keyof typeof TITLES;
  readonly title: string;
}

/** The titles by section. Other terms people search for are in the message `<title>.keywords`. */
const TITLES = {
  providers: [
    'settings.find.providerKeys',
    'settings.find.localModels',
    'settings.find.testProvider',
    'settings.find.modelTable',
  ],
  agents: [
    'settings.section.agents',
    'settings.find.model',
    'settings.find.workspace',
    'settings.find.approvalMode',
    'settings.find.agentFiles',
    'settings.find.tools',
    'settings.find.titles',
  ],
  appearance: [
    'settings.theme',
    'settings.contrast',
    'settings.accent',
    'settings.density',
    'settings.language',
    'settings.fontSize',
    'settings.codeFontSize',
    'settings.codeFont',
    'settings.motion',
    'settings.announcements',
    'settings.enterSends',
    'settings.terminalPlace',
    'settings.terminalPasteGuard',
    'settings.terminalCopyOnSelect',
  ],
  shortcuts: ['settings.section.shortcuts'],
  notifications: [
    'settings.section.notifications',
    'notifications.test',
    'notifications.details',
    'notifications.quiet',
    'settings.find.push',
  ],
  desktop: [
    'settings.desktop.shortcut',
    'settings.desktop.openAtLogin',
    'settings.desktop.keepAwake',
    'settings.desktop.crashFolder',
  ],
  devices: ['settings.find.network', 'settings.find.phone', 'settings.find.devices'],
  keys: ['settings.section.keys'],
  gateway: [
    'settings.find.updates',
    'settings.find.health',
    'settings.find.token',
    'settings.find.traffic',
    'settings.find.link',
    'settings.find.clients',
    'settings.find.export',
    'settings.find.backups',
    'settings.find.audit',
  ],
  configuration: ['settings.section.configuration'],
} as const satisfies Readonly<Record<string, readonly PlainMessageId[]>>;

/** Whether a section is available here. The section of the desktop app isn't in browsers. */
export function isSectionHere(section: FoundSetting['section']): boolean {
  return section !== 'desktop' || inDesktopShell(globalThis.location?.protocol ?? '');
}

/** The settings that match every word of the query, title matches first; nothing for an empty query. */
export function findSettings(query: string): readonly FoundSetting[] {
  const wanted = splitTerms(query);
  if (wanted.length === 0) return [];
  const matches = (text: string): boolean => wanted.every((word) => text.toLowerCase().includes(word));
  return Object.entries(TITLES)
    .flatMap(([name, ids]) => {
      const section = name as keyof typeof TITLES; // The keys of a const object are its key type.
      return ids.map((id) => ({ section, title: t(id), keywords: t(`${id}.keywords`) }));
    })
    .filter(({ section, title, keywords }) => isSectionHere(section) && matches(`${section} ${title} ${keywords}`))
    .toSorted((a, b) => Number(matches(b.title)) - Number(matches(a.title)));
}

/** The sections and settings that match a query, for the palette. */
export function findPlaces(query: string): readonly PagePlace[] {
  const wanted = splitTerms(query);
  if (wanted.length === 0) return [];
  // The keys of a const object are its key type.
  const sections = (Object.keys(TITLES) as (keyof typeof TITLES)[])
    .filter(isSectionHere)
    .map((section) => ({ section, title: t(`settings.section.${section}`) }))
    .filter(({ title }) => wanted.every((word) => `${t('settings.title')} ${title}`.toLowerCase().includes(word)))
    .map(({ section, title }) => ({ title, detail: t('settings.title'), path: href('settings', section) }));
  const settings = findSettings(query).map(({ section, title }) => ({
    title,
    detail: `${t('settings.title')} · ${t(`settings.section.${section}`)}`,
    path: href('settings', section),
  }));
  const titles = new Set(sections.map(({ title }) => title));
  return [...sections, ...settings.filter(({ title }) => !titles.has(title))];
}
