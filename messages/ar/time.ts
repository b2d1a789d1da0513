// Arabic messages: points and spans of time that Intl has no short name for.
import type { Catalog } from '../languages.ts';

export const time = {
  'time.now': 'الآن',
  'time.days': '{count, plural, zero {# يوم} one {يوم واحد} two {يومان} few {# أيام} many {# يومًا} other {# يوم}}',
} as const satisfies Catalog;
