// Desktop notifications, and their settings.

export const notifications = {
  'notifications.approval.command': 'Needs your approval to run a command',
  'notifications.approval.file': 'Needs your approval to change a file',
  'notifications.approval.other': 'Needs your approval',
  'notifications.question': 'Has a question for you',
  'notifications.finished': 'Finished',
  'notifications.failed': 'Failed',
  'notifications.many.decisions': '{count, plural, one {# request needs you} other {# requests need you}}',
  'notifications.many.decisions.text': 'Your agents are waiting for your answers.',
  'notifications.many.results': '{count, plural, one {# new result} other {# new results}}',
  'notifications.many.results.text': 'Runs ended in several sessions.',

  'notifications.here': 'This browser',
  'notifications.here.app': 'This computer',
  'notifications.show': 'Show notifications',
  'notifications.show.default': 'Off. When you turn them on, your browser asks for permission.',
  'notifications.show.granted': 'On, except for sessions that are open in the focused window.',
  'notifications.show.denied':
    'Blocked by your browser. Open the site settings next to the address bar, allow notifications, and reload this page.',
  'notifications.show.unsupported':
    "This browser can't show notifications for this page. Use the desktop app or a browser on a computer.",
  'notifications.show.shell':
    'On, except for sessions that are open in the focused window. If no notifications appear, allow them for Gatehouse in your system settings.',
  'notifications.allow': 'Allow notifications…',
  'notifications.allowFailed': "Couldn't ask for permission",
  'notifications.test': 'Send a test notification',
  'notifications.test.keywords': 'try check permission blocked',
  'notifications.test.title': 'Test notification',
  'notifications.test.text': 'Notifications from Gatehouse look like this.',

  'notifications.kinds': 'Notify me about',
  'notifications.kind.approval': 'Approvals',
  'notifications.kind.approval.hint': 'An agent needs your approval.',
  'notifications.kind.question': 'Questions',
  'notifications.kind.question.hint': 'An agent has a question for you.',
  'notifications.kind.finished': 'Finished runs',
  'notifications.kind.finished.hint': 'An agent finished its work.',
  'notifications.kind.failed': 'Failed runs',
  'notifications.kind.failed.hint': 'A run ended with an error.',
  'notifications.quiet': 'Quiet hours',
  'notifications.quiet.hint': 'No notifications between these times. What happens meanwhile is on Home.',
  'notifications.quiet.off': 'Notifications at any time.',
  'notifications.quiet.from': 'Quiet from',
  'notifications.quiet.to': 'Quiet until',
  'notifications.quiet.keywords': 'do not disturb night silence mute time',
  'notifications.content': 'Content',
  'notifications.details': 'Show details',
  'notifications.details.on':
    'Notifications show the command, question, answer, or error, possibly on your lock screen too. Text that looks like a secret is hidden.',
  'notifications.details.off': 'Notifications show only the session title and what happened.',
  'notifications.details.keywords': 'privacy lock screen preview command content',
} as const;
