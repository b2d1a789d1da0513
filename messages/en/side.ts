// Side threads: questions about a session that stay out of it.

export const side = {
  'side.ask': 'Ask in a side thread',
  'side.failed': "Couldn't ask in a side thread",
  'side.threads': 'Side threads',
} as const;
