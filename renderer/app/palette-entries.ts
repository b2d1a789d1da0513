// The entries of the palette: commands that can run now, sessions, projects, messages, settings, files, deleted sessions.
import { removeHidden } from '#contract/types/hidden-characters.ts';
import type { Project } from '#contract/types/projects.ts';
import type { SessionRow } from '#contract/types/sessions.ts';
import { joinFacts } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import type { PagePlace } from '../pages/define-page.ts';
import { commandName, completeCommand } from '../pages/sessions/composer/slash-menu.ts';
import type { CommandChoice } from '../state/catalog.ts';
import { bestHits, type Found } from '../state/message-search.ts';
import type { FoundPlaces } from '../state/place-search.ts';
import type { SavedLayout } from '../state/saved-layouts.ts';
import type { Command } from '../state/key-map.ts';
import { href } from '../state/route.ts';
import { splitTerms } from '../state/search-terms.ts';
import { sessionTitle } from '../state/session-list.ts';
import { stripMarkdown } from '../state/strip-markdown.ts';

/** One line of the palette. */
export interface PaletteEntry {
  readonly id: string;
  readonly kind: 'command' | 'layout' | 'project' | 'slash' | 'session' | 'message' | 'place' | 'file' | 'deleted';
  readonly title: string;
  readonly detail: string;
  readonly keys?: string | undefined;
  /** Command to run, id of the layout to open, slash command to send, route to open, or key of the session to open. */
  readonly target: string;
  /** The message to show in it. */
  readonly messageId?: string;
  /** The file to open in it. */
  readonly file?: string;
}

const MAX_SHOWN = 40;

/** Entries for commands and sessions, archived ones last. */
export function paletteEntries(commands: readonly Command[], rows: readonly SessionRow[]): readonly PaletteEntry[] {
  const actions = commands
    .filter(({ hidden }) => hidden !== true)
    .map(({ id, title, group, keys }): PaletteEntry => ({
      id,
      kind: 'command',
      title: t(title),
      detail: t(group),
      keys: keys?.[0],
      target: id,
    }));
  const entry = (row: SessionRow): PaletteEntry => ({
    id: row.key,
    kind: 'session',
    title: sessionTitle(row),
    detail: joinFacts(
      row.archived === true ? t('app.palette.archived') : '',
      stripMarkdown(row.lastMessagePreview ?? ''),
    ),
    target: row.key,
  });
  const sessions = rows.filter((row) => row.archived !== true).map(entry);
  const archived = rows.filter((row) => row.archived === true).map(entry);
  return [...sessions.slice(0, 6), ...actions, ...sessions.slice(6), ...archived];
}

/** Entries for the slash commands of a session. A query such as `/model x` is sent as it is. */
export function slashEntries(commands: readonly CommandChoice[], query: string): readonly PaletteEntry[] {
  const typed = /^\/([\w-]*)(\s.*)?$/.exec(query.trim());
  return commands
    .filter((command) => typed?.[2] === undefined || commandName(command) === typed[1]?.toLowerCase())
    .map((command) => ({
      id: `/${commandName(command)}`,
      kind: 'slash',
      title: typed?.[2] === undefined ? `/${commandName(command)}` : query.trim(),
      detail: command.description,
      target: typed?.[2] === undefined ? completeCommand(command) : query.trim(),
    }));
}

/** Entries for the gateway's results: messages, and sessions without a listed message. */
export function messageEntries({ hits, rows }: Found, getTitle: (key: string) => string): readonly PaletteEntry[] {
  const shown = bestHits(hits);
  const messages = hits.map(({ sessionKey, messageId, snippet }): PaletteEntry => ({
    id: `${sessionKey} ${messageId}`,
    kind: 'message',
    title: getTitle(sessionKey),
    detail: stripMarkdown(snippet),
    target: sessionKey,
    messageId,
  }));
  const sessions = rows
    .filter((row) => !shown.has(row.key))
    .map((row): PaletteEntry => ({
      id: row.key,
      kind: 'session',
      title: sessionTitle(row),
      detail: t('app.palette.inConversation'),
      target: row.key,
    }));
  return [...messages, ...sessions];
}

/** Entries for saved layouts of panes. */
export function layoutEntries(layouts: readonly SavedLayout[]): readonly PaletteEntry[] {
  return layouts.map(({ id, name }) => ({
    id: `layout ${id}`,
    kind: 'layout',
    title: t('layouts.openNamed', { name }),
    detail: t('layouts.title'),
    target: id,
  }));
}

/** Entries for projects. */
export function projectEntries(projects: readonly Pick<Project, 'id' | 'name' | 'folder'>[]): readonly PaletteEntry[] {
  return projects.map(({ id, name, folder }) => ({
    id: `project ${id}`,
    kind: 'project',
    title: removeHidden(name),
    detail: joinFacts(t('projects.title'), removeHidden(folder ?? '')),
    target: href('projects', id),
  }));
}

/** Entries for parts of pages. */
export function placeEntries(places: readonly PagePlace[]): readonly PaletteEntry[] {
  return places.map(({ title, detail, path }) => ({
    id: `place ${path} ${title}`,
    kind: 'place',
    title,
    detail,
    target: path,
  }));
}

/** Entries for files and deleted sessions. */
export function foundEntries({ files, deleted }: FoundPlaces): readonly PaletteEntry[] {
  const fileEntries = files.map(({ sessionKey, path }): PaletteEntry => ({
    id: `file ${sessionKey} ${path}`,
    kind: 'file',
    title: path.slice(path.lastIndexOf('/') + 1),
    detail: path,
    target: sessionKey,
    file: path,
  }));
  const deletedEntries = deleted.map((row): PaletteEntry => ({
    id: `deleted ${row.key}`,
    kind: 'deleted',
    title: sessionTitle(row),
    detail: t('app.palette.deleted'),
    target: row.key,
  }));
  return [...fileEntries, ...deletedEntries];
}

/** Entries that contain every word of the query, titles that start with it first. */
export function searchEntries(entries: readonly PaletteEntry[], query: string): readonly PaletteEntry[] {
  const words = splitTerms(query);
  if (words.length === 0) return entries.slice(0, MAX_SHOWN);
  const scored = entries.map((entry) => ({ entry, score: getScore(entry, words) })).filter(({ score }) => score > 0);
  return scored
    .toSorted((a, b) => b.score - a.score)
    .slice(0, MAX_SHOWN)
    .map(({ entry }) => entry);
}

function getScore(entry: PaletteEntry, words: readonly string[]): number {
  const title = entry.title.toLowerCase();
  const all = `${title} ${entry.detail.toLowerCase()}`;
  if (!words.every((word) => all.includes(word))) return 0;
  const first = words[0] ?? '';
  return (
    1 +
    (words.every((word) => title.includes(word)) ? 2 : 0) +
    (title.startsWith(first) ? 4 : title.includes(` ${first}`) ? 2 : 0)
  );
}
