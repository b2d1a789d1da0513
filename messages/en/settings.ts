// The settings page.

export const settings = {
  'settings.health.unknownProblem': 'Unknown problem',
} as const;
