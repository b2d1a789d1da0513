// The introduction to the app.

export const tour = {
  'tour.label': 'Tour',
  'tour.place': '{step, number} of {count, number}',
  'tour.next': 'Next',
  'tour.back': 'Back',
  'tour.done': 'Done',
  'tour.skip': 'Skip tour',
  'tour.task.title': 'Describe a task',
  'tour.task.text':
    'Say what should be done, and choose the folder, model, and approval mode below. “Send to several…” gives the same task to several agents at once.',
  'tour.sessions.title': 'Watch agents work',
  'tour.sessions.text':
    'Each task is a session. Drag sessions next to each other to watch several at the same time. You can send more messages while an agent works.',
  'tour.approvals.title': 'Decide what they may do',
  'tour.approvals.text':
    'Agents ask before they change files or run commands that no rule allows. Pending requests from all sessions are here.',
  'tour.palette.title': 'Find anything',
  'tour.palette.text': 'Press {keys} for every command, session, project, and file.',
  'tour.settings.title': 'Make it yours',
  'tour.settings.text':
    'Connect model providers, a phone, or other devices, and change the appearance and keyboard shortcuts.',
} as const;
