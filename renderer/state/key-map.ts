// Commands and their keyboard shortcuts, except those of pages. The palette, cheat sheet, tooltips and key listener read them.
// The user's own keys are in key-bindings.ts.
import { defined } from '#contract/types/defined.ts';
import type { PlainMessageId } from '#messages/english.ts';

interface Binding {
  /** `Mod` is ⌘ on a Mac and Ctrl elsewhere. The first one is shown. */
  readonly keys?: readonly string[];
  /** Instead of `keys` in a browser tab, which keeps those for itself: it would open a window or close the tab. */
  readonly browserKeys?: readonly string[];
  /** `page`: not while the user types. `focus`: handled by the focused element, and listed only in the cheat sheet. */
  readonly when?: 'page' | 'focus';
  /** Works while a terminal has the focus, or only then. */
  readonly inTerminal?: true | 'only';
  /** Not offered in the palette. */
  readonly hidden?: boolean;
  /** The command whose keys it shares: of the two, this one runs where it has the focus. */
  readonly over?: string;
  /** The keys can't be changed: they are those of every text field, or nine at once. */
  readonly fixed?: true;
}

/** The title of each is the message `commands.<id>`. */
const KEY_MAP = {
  'palette.open': { keys: ['Mod+K'], inTerminal: true, hidden: true },
  'keys.show': { keys: ['?', 'Mod+/', 'F1'], when: 'page' },
  'shortcuts.change': {},
  'theme.toggle': {},
  'tour.start': {},
  'sidebar.toggle': { keys: ['Mod+B'] },
  'inspector.toggle': { keys: ['Mod+Shift+L'] },
  'terminal.toggle': { keys: ['Mod+J', 'Mod+`'], inTerminal: true },
  'terminal.new': { keys: ['Mod+Shift+`'], inTerminal: true },
  'terminal.split': { keys: ['Mod+Shift+D'], inTerminal: 'only' },
  'terminal.next': { keys: ['Mod+Alt+ArrowRight'], inTerminal: 'only' },
  'terminal.previous': { keys: ['Mod+Alt+ArrowLeft'], inTerminal: 'only' },
  'terminal.find': { keys: ['Mod+Shift+F'], inTerminal: 'only' },
  'terminal.addToChat': { keys: ['Mod+Shift+Enter'], inTerminal: 'only' },
  'terminal.rename': { keys: ['Mod+Shift+E'], inTerminal: 'only' },
  'terminal.close': { keys: ['Mod+Shift+X'], inTerminal: 'only' },
  'terminal.place': { keys: ['Mod+Shift+J'], inTerminal: true },
  'files.find': { keys: ['Mod+P'] },
  'files.toggle': { keys: ['Mod+Shift+E'] },
  'files.editor': { keys: ['Mod+O'] },
  'session.new': { keys: ['Mod+N', 'Alt+N'], browserKeys: ['Alt+N'] },
  'session.newWorktree': { keys: ['Mod+Shift+N', 'Alt+Shift+N'], browserKeys: ['Alt+Shift+N'] },
  'session.jump': {
    keys: ['Mod+1', 'Mod+2', 'Mod+3', 'Mod+4', 'Mod+5', 'Mod+6', 'Mod+7', 'Mod+8', 'Mod+9'],
    browserKeys: ['Alt+1', 'Alt+2', 'Alt+3', 'Alt+4', 'Alt+5', 'Alt+6', 'Alt+7', 'Alt+8', 'Alt+9'],
    hidden: true,
    fixed: true,
  },
  'session.next': { keys: ['Mod+Shift+]', 'Alt+PageDown'], browserKeys: ['Alt+PageDown', 'Mod+Shift+]'] },
  'session.previous': { keys: ['Mod+Shift+[', 'Alt+PageUp'], browserKeys: ['Alt+PageUp', 'Mod+Shift+['] },
  'session.search': { keys: ['Mod+Shift+F'] },
  'session.rename': {},
  'session.pin': {},
  'session.archive': {},
  'session.delete': {},
  'session.deleted': {},
  'chat.focus': { keys: ['/'], when: 'page' },
  'chat.stop': { keys: ['Escape'], when: 'focus', fixed: true },
  'chat.model': { keys: ['Mod+Shift+M'], browserKeys: ['Alt+M'] },
  'chat.mode': { keys: ['Shift+Tab'], when: 'focus' },
  'chat.find': { keys: ['Mod+F'] },
  'chat.history': {},
  'chat.previousPrompt': { keys: ['Alt+ArrowUp'] },
  'chat.nextPrompt': { keys: ['Alt+ArrowDown'] },
  'chat.recall': { keys: ['ArrowUp'], when: 'focus', hidden: true, fixed: true },
  'chat.other': { keys: ['Mod+Enter'], when: 'focus', hidden: true, fixed: true },
  'pane.split': { keys: ['Mod+D'] },
  'pane.splitDown': { keys: ['Mod+Shift+D'] },
  'pane.close': { keys: ['Mod+W', 'Alt+W'], browserKeys: ['Alt+W'] },
  'pane.reopen': { keys: ['Mod+Shift+T', 'Alt+Shift+T'], browserKeys: ['Alt+Shift+T'] },
  'pane.maximize': { keys: ['Mod+Shift+Enter'] },
  'pane.even': {},
  'pane.focusLeft': { keys: ['Mod+Alt+ArrowLeft'] },
  'pane.focusRight': { keys: ['Mod+Alt+ArrowRight'] },
  'pane.focusUp': { keys: ['Mod+Alt+ArrowUp'] },
  'pane.focusDown': { keys: ['Mod+Alt+ArrowDown'] },
  'pane.moveLeft': { keys: ['Mod+Alt+Shift+ArrowLeft'] },
  'pane.moveRight': { keys: ['Mod+Alt+Shift+ArrowRight'] },
  'pane.moveUp': { keys: ['Mod+Alt+Shift+ArrowUp'] },
  'pane.moveDown': { keys: ['Mod+Alt+Shift+ArrowDown'] },
  'layout.save': {},
  'layout.manage': {},
  'approval.focus': { keys: ['Mod+Shift+Y'] },
  'access.open': {},
  'approval.once': { keys: ['Y'], when: 'focus', hidden: true },
  'approval.edit': { keys: ['E'], when: 'focus', hidden: true },
  'approval.always': { keys: ['A'], when: 'focus', hidden: true },
  'approval.deny': { keys: ['N'], when: 'focus', hidden: true },
  'changes.show': { keys: ['Mod+Shift+G'] },
  'changes.nextFile': { keys: ['J'], when: 'focus', hidden: true },
  'changes.previousFile': { keys: ['K'], when: 'focus', hidden: true },
  'changes.nextPart': { keys: ['N'], when: 'focus', hidden: true },
  'changes.previousPart': { keys: ['P'], when: 'focus', hidden: true },
  'changes.find': { keys: ['Mod+F'], when: 'focus', hidden: true, over: 'chat.find' },
  'list.next': { keys: ['J'], when: 'focus', hidden: true },
  'list.previous': { keys: ['K'], when: 'focus', hidden: true },
} as const satisfies Readonly<Record<string, Binding>>;

/** The group of each command, by the first part of its id. */
const GROUPS = {
  palette: 'commands.group.general',
  keys: 'commands.group.general',
  shortcuts: 'commands.group.general',
  theme: 'commands.group.general',
  tour: 'commands.group.general',
  sidebar: 'commands.group.general',
  inspector: 'commands.group.general',
  terminal: 'commands.group.terminal',
  files: 'commands.group.general',
  session: 'commands.group.sessions',
  chat: 'commands.group.chat',
  pane: 'commands.group.panes',
  layout: 'commands.group.panes',
  approval: 'commands.group.approvals',
  access: 'commands.group.approvals',
  changes: 'commands.group.changes',
  list: 'commands.group.lists',
} as const satisfies Readonly<Record<string, PlainMessageId>>;

/** A command of the map. */
export type BoundId = keyof typeof KEY_MAP;

/** The id of a command. Those of pages are in `definePage`. */
export type CommandId = BoundId | `go.${string}`;

/** An action that the user can run by key or from the palette. */
export interface Command extends Omit<Binding, 'browserKeys'> {
  readonly id: CommandId;
  readonly title: PlainMessageId;
  readonly group: PlainMessageId;
}

/** The commands of the map, in its order, with their keys in the desktop shell or in a browser. */
export function bindCommands(inShell: boolean): readonly Command[] {
  return Object.entries<Binding>(KEY_MAP).map(([key, { browserKeys, ...binding }]) => {
    const id = key as BoundId; // The keys of a const object are its key type.
    const group = id.split('.', 1)[0] as keyof typeof GROUPS; // Every first part is in GROUPS: see the test.
    const keys = inShell ? binding.keys : (browserKeys ?? binding.keys);
    return { ...binding, ...defined({ keys }), id, title: `commands.${id}`, group: GROUPS[group] };
  });
}
