// The desktop shell: tray, menus, dialogs.

export const shell = {
  'shell.tray.open': 'Open Gatehouse',
  'shell.tray.quit': 'Quit',
  'shell.tray.waiting': '{count, plural, one {# pending request} other {# pending requests}}',
  'shell.tray.running': '{count, plural, one {# session running} other {# sessions running}}',
  'shell.tray.approvals': '{count, plural, one {# pending approval} other {# pending approvals}}',
  'shell.tray.noneWaiting': 'No pending requests',
  'shell.tray.review': 'Review…',
  'shell.tray.command': '{agent} requests: {command}',
  'shell.tray.device': '{name} at {address} requests: {scopes}',
  'shell.tray.more': '{count, plural, one {# more…} other {# more…}}',
  'shell.menu.file': 'File',
  'shell.menu.newSession': 'New Session',
  'shell.menu.settings': 'Settings…',
  'shell.menu.view': 'View',
  'shell.menu.sessions': 'Sessions',
  'shell.menu.approvals': 'Approvals',
  'shell.quit.title': '{count, plural, one {# session is still running} other {# sessions are still running}}',
  'shell.quit.more': '{count, plural, one {and # more} other {and # more}}',
  'shell.quit.text':
    'If you quit now, running sessions will be interrupted. You can continue them after you restart Gatehouse.',
  'shell.quit.quit': 'Quit',
  'shell.quit.keepRunning': 'Keep running',
  'shell.startFailed': "Couldn't start Gatehouse",
} as const;
