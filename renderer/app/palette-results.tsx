// What the command palette finds: commands, slash commands, sessions, projects, messages, settings, files, and deleted sessions by name.
import {
  AppWindow,
  FileText,
  FolderKanban,
  LayoutGrid,
  MessageSquareText,
  MessagesSquare,
  SlidersHorizontal,
  SquareSlash,
  Trash2,
} from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { t } from '#messages/translate.ts';
import { cx } from '../design/class-names.ts';
import { Kbd } from '../design/kbd.tsx';
import type { SessionRow } from '#contract/types/sessions.ts';
import type { AppServices } from '../state/app-services.ts';
import { commandStore, runCommand } from '../state/commands.ts';
import { jumpToFile } from '../state/file-jump.ts';
import { jumpTo } from '../state/jump.ts';
import type { CommandId } from '../state/key-map.ts';
import { focusComposer } from '../state/keyboard-focus.ts';
import { focusedKey, focusedSession } from '../state/layout.ts';
import { applySaved } from '../pages/sessions/panes/layout-actions.ts';
import { MIN_QUERY_LENGTH, usePlaceSearch } from '../state/place-search.ts';
import { href, navigate } from '../state/route.ts';
import { sessionTitle } from '../state/session-list.ts';
import { useServices } from '../state/use-client.ts';
import { useMessageSearch } from '../state/message-search.ts';
import type { PageDefinition, PagePlace } from '../pages/define-page.ts';
import type { ListKeys } from './list-keys.ts';
import { useCommandList, usePages } from './pages-context.ts';
import {
  foundEntries,
  layoutEntries,
  messageEntries,
  paletteEntries,
  placeEntries,
  projectEntries,
  searchEntries,
  slashEntries,
  type PaletteEntry,
} from './palette-entries.ts';

/** Everything, or only the files of the focused session's folder. */
export type PaletteMode = 'all' | 'files';

interface PaletteResultsProps {
  readonly mode: PaletteMode;
  readonly query: string;
  readonly listId: string;
  readonly keys: ListKeys;
  /** Gets the id of the chosen option's element. */
  readonly onChoose: (id: string | undefined) => void;
  readonly onClose: () => void;
}

/** The list below the field of the palette. */
export function PaletteResults({ mode, query, listId, keys, onChoose, onClose }: PaletteResultsProps) {
  const services = useServices();
  const { sessions } = services;
  const rows = useStore(sessions.store, (state) => state.rows);
  const handlers = useStore(commandStore, (state) => state.handlers);
  const pages = usePages();
  const commands = useCommandList();
  const places = placeEntries(useFoundPlaces(pages, query));
  const inGateway = foundEntries(usePlaceSearch(query, useFolderSession(rows)));
  const matches = messageEntries(useMessageSearch(query), (key) => sessionTitle(sessions.row(key)));
  const layouts = useStore(services.savedLayouts.store, (state) => state.layouts);
  const usable = commands.filter(({ id }) => (handlers[id]?.length ?? 0) > 0);
  const projects = useStore(services.projects.store, (state) => state.projects);
  const own = [...paletteEntries(usable, rows), ...projectEntries(projects), ...layoutEntries(layouts)];
  const byTitle = searchEntries(own, query);
  const slash = useSlashEntries(query);
  const others = matches.filter((entry) => !byTitle.some((known) => known.id === entry.id));
  const found =
    mode === 'files'
      ? inGateway.filter(({ kind }) => kind === 'file')
      : [...byTitle, ...slash, ...places, ...inGateway, ...others];
  const [moved, setMoved] = useState({ query, index: 0 });
  const chosen = Math.min(moved.query === query ? moved.index : 0, found.length - 1);
  const moveTo = (index: number): void => setMoved({ query, index });
  const run = (entry: PaletteEntry | undefined): void => {
    if (entry === undefined) return;
    onClose();
    // The dialog returns the focus first, so that a command can move it.
    setTimeout(() => open(entry, services));
  };
  const onKey = (key: string): void => {
    if (key === 'Enter') run(found[chosen]);
    else moveTo((chosen + (key === 'ArrowDown' ? 1 : found.length - 1)) % Math.max(1, found.length));
  };
  // After each move, the next waiting key is handled with the new choice.
  useEffect(() => keys.handle(onKey));
  const chosenId = found[chosen] === undefined ? undefined : `${listId}-${chosen}`;
  useEffect(() => onChoose(chosenId), [onChoose, chosenId]);
  return (
    <>
      <ul id={listId} role="listbox" aria-label={t('app.palette.results')} className="min-h-0 overflow-y-auto p-1.5">
        {found.map((entry, at) => (
          <PaletteRow
            key={entry.id}
            id={`${listId}-${at}`}
            entry={entry}
            chosen={at === chosen}
            onRun={() => run(entry)}
            onHover={() => moveTo(at)}
          />
        ))}
      </ul>
      {found.length > 0 ? null : (
        <p className="px-4 pb-4 text-sm text-ink-faint">
          {query.trim().length < MIN_QUERY_LENGTH && mode === 'files'
            ? t('app.palette.filesHint')
            : t('app.palette.nothing', { query })}
        </p>
      )}
    </>
  );
}

/** The parts of pages that match the query, once they are found. */
function useFoundPlaces(pages: readonly PageDefinition[], query: string): readonly PagePlace[] {
  const [found, setFound] = useState<{ readonly query: string; readonly places: readonly PagePlace[] }>();
  useEffect(() => {
    let current = true;
    const find = async (): Promise<void> => {
      const places = await Promise.all(pages.map(async (page) => page.find?.(query) ?? []));
      if (current) setFound({ query, places: places.flat() });
    };
    void find();
    return () => {
      current = false;
    };
  }, [pages, query]);
  return found?.query === query ? found.places : [];
}

/** The session in whose folder files are searched: the focused one, otherwise the last used one. */
function useFolderSession(rows: readonly SessionRow[]): string | undefined {
  const { layout } = useServices();
  const focused = useStore(layout, focusedKey);
  if (focused !== undefined && rows.some(({ key }) => key === focused)) return focused;
  return rows.find(({ archived }) => archived !== true)?.key;
}

/** The slash commands that match, if a session has the focus. */
function useSlashEntries(query: string): readonly PaletteEntry[] {
  const { catalog, layout } = useServices();
  const commands = useStore(catalog.commands.store, ({ data }) => data?.commands);
  const hasSession = useStore(layout, (state) => focusedSession(state) !== undefined);
  if (commands === undefined || !hasSession) return [];
  return searchEntries(slashEntries(commands, query), query);
}

/** Sends a slash command to the focused session. One that takes an argument is written into its composer, if that is empty. */
function sendSlash(target: string, { layout, drafts, outbox }: AppServices): void {
  const sessionKey = focusedSession(layout.getState());
  if (sessionKey === undefined) return;
  navigate(href('sessions', sessionKey));
  const draft = drafts.get(sessionKey);
  if (target.endsWith(' ') && draft.text === '') drafts.set(sessionKey, { ...draft, text: target });
  else outbox.send({ sessionKey, text: target.trim(), images: [], queueMode: 'steer' });
  focusComposer();
}

function open({ kind, target, messageId, file }: PaletteEntry, services: AppServices): void {
  if (kind === 'slash') return sendSlash(target, services);
  if (kind === 'command') return void runCommand(target as CommandId); // The target of a command is its id.
  if (kind === 'layout') return openLayout(target, services);
  if (kind === 'place' || kind === 'project') return navigate(target);
  if (file !== undefined) return jumpToFile(services.layout, { sessionKey: target, path: file });
  if (messageId === undefined) navigate(href('sessions', target));
  else jumpTo({ sessionKey: target, messageId });
  focusComposer();
}

function openLayout(id: string, services: AppServices): void {
  const saved = services.savedLayouts.store.getState().layouts.find((one) => one.id === id);
  if (saved !== undefined) applySaved(services, saved);
}

interface PaletteRowProps {
  readonly id: string;
  readonly entry: PaletteEntry;
  readonly chosen: boolean;
  readonly onRun: () => void;
  readonly onHover: () => void;
}

const ICONS = {
  command: AppWindow,
  layout: LayoutGrid,
  project: FolderKanban,
  slash: SquareSlash,
  session: MessagesSquare,
  message: MessageSquareText,
  place: SlidersHorizontal,
  file: FileText,
  deleted: Trash2,
} as const;

function PaletteRow({ id, entry, chosen, onRun, onHover }: PaletteRowProps) {
  const Icon = ICONS[entry.kind];
  return (
    <li
      id={id}
      role="option"
      aria-selected={chosen}
      onClick={onRun}
      onMouseMove={onHover}
      ref={(node) => (chosen ? node?.scrollIntoView({ block: 'nearest' }) : undefined)}
      className={cx(
        'flex h-8.5 cursor-default items-center gap-2.5 rounded-md px-2.5 text-sm',
        chosen ? 'bg-active text-ink' : 'text-ink',
      )}
    >
      <Icon size={15} aria-hidden className="shrink-0 text-ink-faint" />
      <span className={cx('truncate', entry.kind === 'message' && 'max-w-2/5 shrink-0')}>{entry.title}</span>
      <span className="min-w-0 flex-1 truncate text-xs text-ink-faint">{entry.detail}</span>
      {entry.keys === undefined ? null : <Kbd keys={entry.keys} className="max-md:hidden" />}
    </li>
  );
}
