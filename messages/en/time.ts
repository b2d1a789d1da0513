// Points in time that Intl has no short name for.

export const time = {
  'time.now': 'now',
} as const;
