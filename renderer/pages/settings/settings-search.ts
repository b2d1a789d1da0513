// Finds settings by title and keywords. Each section lists what it contains, so that the search needs no rendered page.
import type { PlainMessageId } from '#messages/english.ts';
import { t } from '#messages/translate.ts';

interface SettingEntry {
  readonly section: string;
  readonly title: PlainMessageId;
  /** Other terms people search for. */
  readonly keywords: PlainMessageId;
}

/** A setting that was found. */
export interface FoundSetting {
  readonly section: string;
  readonly title: string;
}

const SETTING_ENTRIES: readonly SettingEntry[] = [
  entry('providers', 'settings.find.providerKeys', 'settings.find.providerKeys.keywords'),
  entry('providers', 'settings.find.localModels', 'settings.find.localModels.keywords'),
  entry('providers', 'settings.find.testProvider', 'settings.find.testProvider.keywords'),
  entry('agents', 'settings.section.agents', 'settings.find.agents.keywords'),
  entry('agents', 'settings.find.model', 'settings.find.model.keywords'),
  entry('agents', 'settings.find.workspace', 'settings.find.workspace.keywords'),
  entry('agents', 'settings.find.approvalMode', 'settings.find.approvalMode.keywords'),
  entry('agents', 'settings.find.agentFiles', 'settings.find.agentFiles.keywords'),
  entry('agents', 'settings.find.tools', 'settings.find.tools.keywords'),
  entry('appearance', 'settings.theme', 'settings.find.theme.keywords'),
  entry('appearance', 'settings.contrast', 'settings.find.contrast.keywords'),
  entry('appearance', 'settings.density', 'settings.find.density.keywords'),
  entry('appearance', 'settings.language', 'settings.find.language.keywords'),
  entry('appearance', 'settings.fontSize', 'settings.find.fontSize.keywords'),
  entry('appearance', 'settings.codeFontSize', 'settings.find.codeFontSize.keywords'),
  entry('appearance', 'settings.motion', 'settings.find.motion.keywords'),
  entry('appearance', 'settings.enterSends', 'settings.find.enterSends.keywords'),
  entry('devices', 'settings.find.network', 'settings.find.network.keywords'),
  entry('devices', 'settings.find.phone', 'settings.find.phone.keywords'),
  entry('devices', 'settings.find.devices', 'settings.find.devices.keywords'),
  entry('keys', 'settings.section.keys', 'settings.find.apiKeys.keywords'),
  entry('gateway', 'settings.find.health', 'settings.find.health.keywords'),
  entry('gateway', 'settings.find.token', 'settings.find.token.keywords'),
  entry('gateway', 'settings.find.traffic', 'settings.find.traffic.keywords'),
  entry('gateway', 'settings.find.link', 'settings.find.link.keywords'),
  entry('gateway', 'settings.find.clients', 'settings.find.clients.keywords'),
  entry('gateway', 'settings.find.audit', 'settings.find.audit.keywords'),
  entry('configuration', 'settings.section.configuration', 'settings.find.configuration.keywords'),
];

function entry(section: string, title: PlainMessageId, keywords: PlainMessageId): SettingEntry {
  return { section, title, keywords };
}

/** The settings that match every word of the query, title matches first; nothing for an empty query. */
export function findSettings(query: string): readonly FoundSetting[] {
  const wanted = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (wanted.length === 0) return [];
  const matches = (text: string): boolean => wanted.every((word) => text.toLowerCase().includes(word));
  return SETTING_ENTRIES.map(({ section, title, keywords }) => ({ section, title: t(title), keywords: t(keywords) }))
    .filter(({ section, title, keywords }) => matches(`${section} ${title} ${keywords}`))
    .toSorted((a, b) => Number(matches(b.title)) - Number(matches(a.title)));
}
