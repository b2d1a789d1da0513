// Settings, Keyboard shortcuts.

export const shortcuts = {
  'shortcuts.title': 'Keyboard shortcuts',
  'shortcuts.summary.browser':
    'These shortcuts apply in this browser. The desktop app can use a few more keys, such as those for a new tab.',
  'shortcuts.summary.desktop':
    'These shortcuts apply in the desktop app. In a browser, keys that the browser reserves are replaced.',
  'shortcuts.search': 'Search by name or keys',
  'shortcuts.noMatch': 'No shortcut matches your search.',
  'shortcuts.resetAll': 'Reset all',
  'shortcuts.resetAllTitle': 'Reset all shortcuts?',
  'shortcuts.resetAllText': 'Your custom shortcuts are removed, and the defaults are restored.',
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
  'shortcuts.reserved': "The browser reserves {keys}, so it doesn't work here.",
  'shortcuts.needsModifier': 'Use {mod} or {alt} with another key. A single key would be typed into text fields.',
  'shortcuts.where.terminal': 'In terminals',
  'shortcuts.where.focus': 'When focused',
  'shortcuts.fixed': "Can't be changed",
} as const;
