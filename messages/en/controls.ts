// Labels of controls that several pages share.

export const controls = {
  'controls.undo': 'Undo',
  'controls.cancel': 'Cancel',
  'controls.close': 'Close',
  'controls.dismiss': 'Dismiss',
  'controls.selected': 'Selected',
  'controls.retry': 'Retry',
  'controls.loading': 'Loading…',
  'controls.clearSearch': 'Clear search',
} as const;
