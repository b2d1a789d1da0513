// Commands and their keyboard shortcuts, except those of pages. The palette, cheat sheet, tooltips and key listener read them.
import type { PlainMessageId } from '#messages/english.ts';

/** A command: something the user can do by key or from the palette. */
export interface CommandDefinition {
  readonly title: PlainMessageId;
  readonly group: PlainMessageId;
  /** `Mod` is ⌘ on a Mac and Ctrl elsewhere. The first one is shown. */
  readonly keys?: readonly string[];
  /** `page`: not while the user types. `focus`: handled by the focused element, listed here for the cheat sheet only. */
  readonly when?: 'page' | 'focus';
  /** Works while a terminal has the focus. */
  readonly inTerminal?: boolean;
  /** Not offered in the palette. */
  readonly hidden?: boolean;
}

const KEY_MAP = {
  'palette.open': {
    title: 'commands.palette',
    group: 'commands.group.general',
    keys: ['Mod+K'],
    inTerminal: true,
    hidden: true,
  },
  'keys.show': {
    title: 'commands.shortcuts',
    group: 'commands.group.general',
    keys: ['?', 'Mod+/', 'F1'],
    when: 'page',
  },
  'theme.toggle': { title: 'commands.theme', group: 'commands.group.general' },
  'sidebar.toggle': { title: 'commands.sidebar', group: 'commands.group.general', keys: ['Mod+B'] },
  'inspector.toggle': { title: 'commands.inspector', group: 'commands.group.general', keys: ['Mod+Shift+L'] },
  'terminal.toggle': {
    title: 'commands.terminal',
    group: 'commands.group.general',
    keys: ['Mod+J', 'Mod+`'],
    inTerminal: true,
  },
  'files.toggle': { title: 'commands.files', group: 'commands.group.general', keys: ['Mod+P'] },
  'session.new': { title: 'commands.session.new', group: 'commands.group.sessions', keys: ['Mod+N', 'Alt+N'] },
  'session.jump1': { title: 'commands.session.jump', group: 'commands.group.sessions', keys: ['Mod+1'], hidden: true },
  'session.jump2': { title: 'commands.session.jump', group: 'commands.group.sessions', keys: ['Mod+2'], hidden: true },
  'session.jump3': { title: 'commands.session.jump', group: 'commands.group.sessions', keys: ['Mod+3'], hidden: true },
  'session.jump4': { title: 'commands.session.jump', group: 'commands.group.sessions', keys: ['Mod+4'], hidden: true },
  'session.jump5': { title: 'commands.session.jump', group: 'commands.group.sessions', keys: ['Mod+5'], hidden: true },
  'session.jump6': { title: 'commands.session.jump', group: 'commands.group.sessions', keys: ['Mod+6'], hidden: true },
  'session.jump7': { title: 'commands.session.jump', group: 'commands.group.sessions', keys: ['Mod+7'], hidden: true },
  'session.jump8': { title: 'commands.session.jump', group: 'commands.group.sessions', keys: ['Mod+8'], hidden: true },
  'session.jump9': { title: 'commands.session.jump', group: 'commands.group.sessions', keys: ['Mod+9'], hidden: true },
  'session.next': {
    title: 'commands.session.next',
    group: 'commands.group.sessions',
    keys: ['Mod+Alt+ArrowDown', 'Mod+Shift+]'],
  },
  'session.previous': {
    title: 'commands.session.previous',
    group: 'commands.group.sessions',
    keys: ['Mod+Alt+ArrowUp', 'Mod+Shift+['],
  },
  'session.search': { title: 'commands.session.search', group: 'commands.group.sessions', keys: ['Mod+Shift+F'] },
  'session.rename': { title: 'commands.session.rename', group: 'commands.group.sessions' },
  'session.pin': { title: 'commands.session.pin', group: 'commands.group.sessions' },
  'session.archive': { title: 'commands.session.archive', group: 'commands.group.sessions' },
  'session.delete': { title: 'commands.session.delete', group: 'commands.group.sessions' },
  'chat.focus': { title: 'commands.chat.focus', group: 'commands.group.chat', keys: ['/'], when: 'page' },
  'chat.stop': { title: 'commands.chat.stop', group: 'commands.group.chat', keys: ['Escape'], when: 'focus' },
  'chat.model': { title: 'commands.chat.model', group: 'commands.group.chat', keys: ['Mod+Shift+M'] },
  'chat.mode': { title: 'commands.chat.mode', group: 'commands.group.chat', keys: ['Shift+Tab'], when: 'focus' },
  'chat.find': { title: 'commands.chat.find', group: 'commands.group.chat', keys: ['Mod+F'] },
  'chat.history': { title: 'commands.chat.history', group: 'commands.group.chat' },
  'chat.previousPrompt': { title: 'commands.chat.previousPrompt', group: 'commands.group.chat', keys: ['Alt+ArrowUp'] },
  'chat.nextPrompt': { title: 'commands.chat.nextPrompt', group: 'commands.group.chat', keys: ['Alt+ArrowDown'] },
  'chat.recall': {
    title: 'commands.chat.recall',
    group: 'commands.group.chat',
    keys: ['ArrowUp'],
    when: 'focus',
    hidden: true,
  },
  'chat.other': {
    title: 'commands.chat.other',
    group: 'commands.group.chat',
    keys: ['Mod+Enter'],
    when: 'focus',
    hidden: true,
  },
  'pane.split': { title: 'commands.pane.split', group: 'commands.group.panes', keys: ['Mod+D'] },
  'pane.close': { title: 'commands.pane.close', group: 'commands.group.panes', keys: ['Mod+W', 'Alt+W'] },
  'pane.next': { title: 'commands.pane.next', group: 'commands.group.panes', keys: ['Mod+Alt+ArrowRight'] },
  'pane.previous': { title: 'commands.pane.previous', group: 'commands.group.panes', keys: ['Mod+Alt+ArrowLeft'] },
  'approval.focus': { title: 'commands.approval.focus', group: 'commands.group.approvals', keys: ['Mod+Shift+Y'] },
  'access.open': { title: 'commands.access.open', group: 'commands.group.approvals' },
  'approval.once': {
    title: 'commands.approval.once',
    group: 'commands.group.approvals',
    keys: ['Y'],
    when: 'focus',
    hidden: true,
  },
  'approval.always': {
    title: 'commands.approval.always',
    group: 'commands.group.approvals',
    keys: ['A'],
    when: 'focus',
    hidden: true,
  },
  'approval.deny': {
    title: 'commands.approval.deny',
    group: 'commands.group.approvals',
    keys: ['N'],
    when: 'focus',
    hidden: true,
  },
  'list.next': { title: 'commands.list.next', group: 'commands.group.lists', keys: ['J'], when: 'focus', hidden: true },
  'list.previous': {
    title: 'commands.list.previous',
    group: 'commands.group.lists',
    keys: ['K'],
    when: 'focus',
    hidden: true,
  },
} as const satisfies Readonly<Record<string, CommandDefinition>>;

/** The id of a command. Pages bring their own: see `definePage`. */
export type CommandId = keyof typeof KEY_MAP | `go.${string}`;

/** A command with its id. */
export interface Command extends CommandDefinition {
  readonly id: CommandId;
}

/** The commands of the map, in its order. */
export const COMMANDS: readonly Command[] = Object.entries<CommandDefinition>(KEY_MAP).map(([id, command]) => ({
  ...command,
  id: id as keyof typeof KEY_MAP, // The keys of a const object are its key type.
}));

/** The first key of a command, for tooltips. */
export function firstKey(id: keyof typeof KEY_MAP): string | undefined {
  const command: CommandDefinition = KEY_MAP[id];
  return command.keys?.[0];
}
