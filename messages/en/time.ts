// Points and spans of time that Intl has no short name for.

export const time = {
  'time.now': 'now',
  'time.days': '{count, plural, one {# day} other {# days}}',
} as const;
