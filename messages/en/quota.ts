// Runs that wait for a provider's limit to reset.

export const quota = {
  'quota.title': "Waiting for {provider}'s limit to reset",
  'quota.text': 'The run continues automatically at {time}.',
  'quota.text.long': "The run continues automatically on {time}. That's more than a day away.",
  'quota.remaining': 'Resets in {time}',
  'quota.continue': 'Continue now',
  'quota.model': 'Use another model…',
  'quota.model.title': 'For this run only',
  'quota.model.none': 'No other model is available',
  'quota.stop': 'Stop',
  'quota.state': 'Waiting for {provider} until {time}',
  'quota.heading': '{count, plural, one {# session is waiting} other {# sessions are waiting}} for a limit to reset',
  'quota.group': 'Waiting for a limit to reset',
} as const;
