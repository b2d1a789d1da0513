// Settings, Keyboard shortcuts.

export const shortcuts = {
  'shortcuts.title': 'Keyboard shortcuts',
  'shortcuts.summary.browser':
    'These are the shortcuts in this browser. The desktop app can use a few more keys, such as those for a new tab.',
  'shortcuts.summary.desktop':
    'These are the shortcuts in the desktop app. In a browser, the keys that it keeps for itself are replaced.',
  'shortcuts.search': 'Search by name or keys',
  'shortcuts.noMatch': 'No shortcut matches your search.',
  'shortcuts.resetAll': 'Reset all',
  'shortcuts.resetAllTitle': 'Reset all shortcuts?',
  'shortcuts.resetAllText': 'Your own shortcuts are removed, and the defaults apply again.',
  'shortcuts.conflicts': '{count, plural, one {# conflict} other {# conflicts}}',
  'shortcuts.showConflicts': 'Show conflicts only',
  'shortcuts.none': 'None',
  'shortcuts.press': 'Press the keys…',
  'shortcuts.change': 'Change the shortcut for {command}',
  'shortcuts.add': 'Add a shortcut for {command}',
  'shortcuts.remove': 'Remove the shortcuts for {command}',
  'shortcuts.reset': 'Reset the shortcut for {command}',
  'shortcuts.notSaved': "Couldn't save the shortcut. It applies here until you reload.",
  'shortcuts.conflict': 'Also used by {commands}.',
  'shortcuts.reserved': "The browser keeps {keys} for itself, so it doesn't work here.",
  'shortcuts.needsModifier': 'Use {mod} or {alt} with another key. A key alone would be typed into text fields.',
  'shortcuts.where.terminal': 'In terminals',
  'shortcuts.where.focus': 'When focused',
  'shortcuts.fixed': "Can't be changed",
} as const;
