// German messages: points and spans of time that Intl has no short name for.
import type { Catalog } from '../languages.ts';

export const time = {
  'time.now': 'jetzt',
  'time.days': '{count, plural, one {# Tag} other {# Tage}}',
} as const satisfies Catalog;
