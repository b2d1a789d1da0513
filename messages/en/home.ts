// The home page.

export const home = {
  'home.title': 'Home',
  'home.heading.approvals':
    '{count, plural, one {# approval needs your decision} other {# approvals need your decision}}',
  'home.heading.questions': '{count, plural, one {# question needs your answer} other {# questions need your answer}}',
  'home.heading.running': '{count, plural, one {# session running} other {# sessions running}}',
  'home.heading.idle': 'What would you like to do?',
  'home.loadFailed': "Couldn't load your sessions",
  'home.needsYou': 'Needs you',
  'home.newResults': 'New results',
  'home.markAllRead': 'Mark all as read',
  'home.running': 'Running',
  'home.recent': 'Recent',
  'home.errors': 'Errors',
  'home.openLogs': 'Open logs',
  'home.activeAgents': 'Active agents',
  'home.stats.needsYou': 'Need you',
  'home.stats.running': 'Running',
  'home.stats.queued': 'Queued',
  'home.stats.results': 'New results',
  'home.stats.failed': 'Failed',
  'home.allSessions': 'All sessions',
  'home.suggestions': 'Try one of these',
  'home.connectPhone': 'Connect your phone',
  'home.recentEmpty': 'Your recent sessions will appear here.',

  'home.task.label': 'New task',
  'home.task.placeholder': 'Describe a task to start a new session',
  'home.task.start': 'Start session',

  'home.automaticModel': 'Using {model}, because no model is chosen.',
  'home.chooseModel': 'Choose a model',
  'home.moreApprovals': '{count, number} more in Approvals',
  'home.answer': 'Answer',
  'home.review': 'Review…',
  'home.expires': '{session} · auto-denies in {time}',

  'home.state.unread': 'New result',
  'home.state.idle': 'Idle',

  'home.usage.label': 'Usage',
  'home.usage.today': 'Today',
  'home.usage.tokens': '{tokens} tokens',
  'home.usage.noPrice': 'Price unknown',
  'home.usage.week': 'Last 7 days',
  'home.usage.total': '{cost} · {tokens} tokens',
} as const;
