// The command palette: commands, slash commands, sessions, projects, messages, settings, files, and deleted sessions by name.
import {
  AppWindow,
  FileText,
  FolderKanban,
  LayoutGrid,
  MessageSquareText,
  MessagesSquare,
  Search,
  SlidersHorizontal,
  SquareSlash,
  Trash2,
} from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { useId, useState, type KeyboardEvent } from 'react';
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
import { isComposing } from '../state/key-match.ts';
import { focusedKey, focusedSession } from '../state/layout.ts';
import { applySaved } from '../pages/sessions/panes/layout-actions.ts';
import { MIN_QUERY_LENGTH, usePlaceSearch } from '../state/place-search.ts';
import { href, navigate } from '../state/route.ts';
import { sessionTitle } from '../state/session-list.ts';
import { useCommand, useServices } from '../state/use-client.ts';
import { useMessageSearch } from '../state/message-search.ts';
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
type PaletteMode = 'all' | 'files';

/** Opens with Mod+K, and with Mod+P for files. */
export function Palette() {
  const [mode, setMode] = useState<PaletteMode | undefined>();
  const toggle = (next: PaletteMode) => () => setMode((now) => (now === next ? undefined : next));
  const close = (): void => setMode(undefined);
  useCommand('palette.open', toggle('all'));
  useCommand('files.find', toggle('files'));
  return (
    <Radix.Root open={mode !== undefined} onOpenChange={close}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Radix.Content
          aria-describedby={undefined}
          className="appear fixed inset-x-3 top-[12vh] z-40 mx-auto flex max-h-[60vh] max-w-150 flex-col overflow-hidden rounded-xl bg-raised shadow-high ring-1 ring-line outline-none"
        >
          <Radix.Title className="sr-only">
            {mode === 'files' ? t('app.palette.filesTitle') : t('app.palette.title')}
          </Radix.Title>
          <PaletteBody key={mode} mode={mode ?? 'all'} onClose={close} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function PaletteBody({ mode, onClose }: { readonly mode: PaletteMode; readonly onClose: () => void }) {
  const [query, setQuery] = useState('');
  const [index, setIndex] = useState(0);
  const listId = useId();
  const services = useServices();
  const { sessions } = services;
  const rows = useStore(sessions.store, (state) => state.rows);
  const handlers = useStore(commandStore, (state) => state.handlers);
  const pages = usePages();
  const commands = useCommandList();
  const places = placeEntries(pages.flatMap(({ find }) => find?.(query) ?? []));
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
  const label = mode === 'files' ? t('app.palette.filesLabel') : t('app.palette.label');
  const chosen = Math.min(index, found.length - 1);
  const run = (entry: PaletteEntry | undefined): void => {
    if (entry === undefined) return;
    onClose();
    // The dialog returns the focus first, so that a command can move it.
    setTimeout(() => open(entry, services));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (isComposing(event.nativeEvent)) return;
    if (event.key === 'ArrowDown') setIndex((chosen + 1) % Math.max(1, found.length));
    else if (event.key === 'ArrowUp') setIndex((chosen - 1 + found.length) % Math.max(1, found.length));
    else if (event.key === 'Enter') run(found[chosen]);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div className="flex items-center gap-2.5 border-b border-line px-4">
        <Search size={16} aria-hidden className="text-ink-faint" />
        <input
          autoFocus
          role="combobox"
          aria-expanded
          aria-controls={listId}
          aria-activedescendant={found[chosen] === undefined ? undefined : `${listId}-${chosen}`}
          aria-label={label}
          placeholder={label}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setIndex(0);
          }}
          onKeyDown={onKeyDown}
          className="h-12 min-w-0 flex-1 bg-transparent text-base text-ink outline-none placeholder:text-ink-faint"
        />
      </div>
      <ul id={listId} role="listbox" aria-label={t('app.palette.results')} className="min-h-0 overflow-y-auto p-1.5">
        {found.map((entry, at) => (
          <PaletteRow
            key={entry.id}
            id={`${listId}-${at}`}
            entry={entry}
            chosen={at === chosen}
            onRun={() => run(entry)}
            onHover={() => setIndex(at)}
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
