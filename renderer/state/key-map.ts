// Every key of the app, in one place. Palette, cheat sheet, tooltips and the key listener read it.

/** A command: something the user can do by key or from the palette. */
export interface CommandDefinition {
  readonly title: string;
  readonly group: 'General' | 'Go to' | 'Sessions' | 'Chat' | 'Panes' | 'Approvals' | 'Lists';
  /** `Mod` is ⌘ on a Mac and Ctrl elsewhere. The first one is shown. */
  readonly keys?: readonly string[];
  /** `page`: not while the user types. `focus`: handled by the thing that has the focus, listed here for the cheat sheet only. */
  readonly when?: 'page' | 'focus';
  /** Works while a terminal has the focus. */
  readonly inTerminal?: boolean;
  /** Not offered in the palette. */
  readonly hidden?: boolean;
}

export const COMMANDS = {
  'palette.open': { title: 'Command palette', group: 'General', keys: ['Mod+K'], inTerminal: true, hidden: true },
  'keys.show': { title: 'Keyboard shortcuts', group: 'General', keys: ['?', 'Mod+/', 'F1'], when: 'page' },
  'theme.toggle': { title: 'Switch between light and dark', group: 'General' },
  'sidebar.toggle': { title: 'Show or hide the sidebar', group: 'General', keys: ['Mod+B'] },
  'inspector.toggle': { title: 'Show or hide the inspector', group: 'General', keys: ['Mod+Shift+L'] },
  'terminal.toggle': {
    title: 'Show or hide the terminal',
    group: 'General',
    keys: ['Mod+J', 'Mod+`'],
    inTerminal: true,
  },
  'files.toggle': { title: 'Show or hide files', group: 'General', keys: ['Mod+P'] },
  'go.home': { title: 'Home', group: 'Go to', keys: ['1'], when: 'page' },
  'go.sessions': { title: 'Sessions', group: 'Go to', keys: ['2'], when: 'page' },
  'go.approvals': { title: 'Approvals', group: 'Go to', keys: ['3', 'Mod+Shift+A'], when: 'page' },
  'go.usage': { title: 'Usage', group: 'Go to', keys: ['4'], when: 'page' },
  'go.logs': { title: 'Logs', group: 'Go to', keys: ['5'], when: 'page' },
  'go.settings': { title: 'Settings', group: 'Go to', keys: ['6', 'Mod+,'], when: 'page' },
  'go.setup': { title: 'Set up a model and a folder', group: 'Go to' },
  'session.new': { title: 'New session', group: 'Sessions', keys: ['Mod+N', 'Alt+N'] },
  'session.jump1': { title: 'Session 1 to 9 of the list', group: 'Sessions', keys: ['Mod+1'], hidden: true },
  'session.jump2': { title: 'Session 1 to 9 of the list', group: 'Sessions', keys: ['Mod+2'], hidden: true },
  'session.jump3': { title: 'Session 1 to 9 of the list', group: 'Sessions', keys: ['Mod+3'], hidden: true },
  'session.jump4': { title: 'Session 1 to 9 of the list', group: 'Sessions', keys: ['Mod+4'], hidden: true },
  'session.jump5': { title: 'Session 1 to 9 of the list', group: 'Sessions', keys: ['Mod+5'], hidden: true },
  'session.jump6': { title: 'Session 1 to 9 of the list', group: 'Sessions', keys: ['Mod+6'], hidden: true },
  'session.jump7': { title: 'Session 1 to 9 of the list', group: 'Sessions', keys: ['Mod+7'], hidden: true },
  'session.jump8': { title: 'Session 1 to 9 of the list', group: 'Sessions', keys: ['Mod+8'], hidden: true },
  'session.jump9': { title: 'Session 1 to 9 of the list', group: 'Sessions', keys: ['Mod+9'], hidden: true },
  'session.next': { title: 'Next session', group: 'Sessions', keys: ['Mod+Alt+ArrowDown', 'Mod+Shift+]'] },
  'session.previous': { title: 'Previous session', group: 'Sessions', keys: ['Mod+Alt+ArrowUp', 'Mod+Shift+['] },
  'session.search': { title: 'Search sessions', group: 'Sessions', keys: ['Mod+Shift+F'] },
  'session.rename': { title: 'Rename session', group: 'Sessions' },
  'session.pin': { title: 'Pin or unpin session', group: 'Sessions' },
  'session.archive': { title: 'Archive session, or bring it back', group: 'Sessions' },
  'session.delete': { title: 'Delete session', group: 'Sessions' },
  'chat.focus': { title: 'Write a message', group: 'Chat', keys: ['/'], when: 'page' },
  'chat.stop': { title: 'Stop the run', group: 'Chat', keys: ['Escape'], when: 'focus' },
  'chat.model': { title: 'Choose the model', group: 'Chat', keys: ['Mod+Shift+M'] },
  'chat.mode': { title: 'Next approval mode', group: 'Chat', keys: ['Shift+Tab'], when: 'focus' },
  'chat.find': { title: 'Find in this session', group: 'Chat', keys: ['Mod+F'] },
  'chat.story': { title: 'Fork or go back to a message…', group: 'Chat' },
  'chat.previousPrompt': { title: 'Previous own message', group: 'Chat', keys: ['Alt+ArrowUp'] },
  'chat.nextPrompt': { title: 'Next own message', group: 'Chat', keys: ['Alt+ArrowDown'] },
  'chat.recall': { title: 'Recall the last prompt', group: 'Chat', keys: ['ArrowUp'], when: 'focus', hidden: true },
  'chat.other': {
    title: 'While running: steer instead of queue',
    group: 'Chat',
    keys: ['Mod+Enter'],
    when: 'focus',
    hidden: true,
  },
  'pane.split': { title: 'Split right', group: 'Panes', keys: ['Mod+D'] },
  'pane.close': { title: 'Close pane', group: 'Panes', keys: ['Mod+W', 'Alt+W'] },
  'pane.next': { title: 'Next pane', group: 'Panes', keys: ['Mod+Alt+ArrowRight'] },
  'pane.previous': { title: 'Previous pane', group: 'Panes', keys: ['Mod+Alt+ArrowLeft'] },
  'approval.focus': { title: 'Go to the decision that waits', group: 'Approvals', keys: ['Mod+Shift+Y'] },
  'access.open': { title: 'See who wants to come in', group: 'Approvals' },
  'approval.once': { title: 'Allow once', group: 'Approvals', keys: ['Y'], when: 'focus', hidden: true },
  'approval.always': { title: 'Always…', group: 'Approvals', keys: ['A'], when: 'focus', hidden: true },
  'approval.deny': { title: 'Deny with a reason', group: 'Approvals', keys: ['N'], when: 'focus', hidden: true },
  'list.next': { title: 'Next entry', group: 'Lists', keys: ['J'], when: 'focus', hidden: true },
  'list.previous': { title: 'Previous entry', group: 'Lists', keys: ['K'], when: 'focus', hidden: true },
} as const satisfies Readonly<Record<string, CommandDefinition>>;

/** The id of a command. */
export type CommandId = keyof typeof COMMANDS;

/** The definition of a command, with its optional parts. */
export function commandOf(id: CommandId): CommandDefinition {
  return COMMANDS[id];
}

/** All ids, in the order of the map. */
export function commandIds(): readonly CommandId[] {
  return Object.keys(COMMANDS) as CommandId[]; // The keys of a const object are its key type.
}

/** The first key of a command, for tooltips. */
export function keysOf(id: CommandId): string | undefined {
  return commandOf(id).keys?.[0];
}
