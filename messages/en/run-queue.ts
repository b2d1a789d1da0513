// The queue of runs: Home, session panes, sidebar.

export const runQueue = {
  'runQueue.title': 'Queued',
  'runQueue.summary':
    '{active, plural, one {# run is active} other {# runs are active}}; the limit is {limit, number}.',
  'runQueue.summaryMemory':
    'Only {limit, plural, one {# run} other {# runs}} at a time instead of {configured, number}, because this computer is low on memory.',
  'runQueue.changeLimit': 'Change limit',
  'runQueue.untitled': 'Untitled session',
  'runQueue.position':
    '{position, selectordinal, one {#st in line} two {#nd in line} few {#rd in line} other {#th in line}}',
  'runQueue.resuming': 'Continues',
  'runQueue.reason.limit': '{active, plural, one {# run is active} other {# runs are active}}, which is the limit',
  'runQueue.reason.user-limit': 'as many of your runs are active as allowed',
  'runQueue.reason.memory': 'this computer is low on memory',
  'runQueue.waiting': 'Waiting: {position}, {reason}. It starts automatically.',
  'runQueue.waitingAny': 'Waiting for other runs to finish. It starts automatically.',
  'runQueue.state': 'Queued',
  'runQueue.moveFirst': 'Move to front',
  'runQueue.moveUp': 'Move up',
  'runQueue.moveDown': 'Move down',
  'runQueue.cancel': 'Cancel run',
  'runQueue.moveFailed': "Couldn't move the run",
  'runQueue.cancelFailed': "Couldn't cancel the run",
  'runQueue.keys': 'Drag, or press Alt with the up or down arrow key, to reorder',
} as const;
