// Labels of controls that several pages share.

export const controls = {
  'controls.notification': 'Notification',
  'controls.notifications': 'Notifications (F8)',
  'controls.undo': 'Undo',
  'controls.copied': 'Copied',
  'controls.copyFailed': "Couldn't copy",
  'controls.cancel': 'Cancel',
  'controls.close': 'Close',
  'controls.dismiss': 'Dismiss',
  'controls.selected': 'Selected',
  'controls.retry': 'Retry',
  'controls.loading': 'Loading…',
  'controls.clearSearch': 'Clear search',
  'controls.copy': 'Copy {name}',
} as const;
