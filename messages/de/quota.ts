// German messages: runs that wait for a provider's limit to reset.
import type { Catalog } from '../languages.ts';

export const quota = {
  'quota.title': 'Wartet, bis {provider} das Limit zurücksetzt',
  'quota.text': 'Der Lauf wird um {time} automatisch fortgesetzt.',
  'quota.text.long': 'Der Lauf wird am {time} automatisch fortgesetzt, also erst in mehr als einem Tag.',
  'quota.remaining': 'Wird in {time} zurückgesetzt',
  'quota.continue': 'Jetzt fortsetzen',
  'quota.model': 'Anderes Modell verwenden…',
  'quota.model.title': 'Nur für diesen Lauf',
  'quota.model.none': 'Kein anderes Modell verfügbar',
  'quota.stop': 'Anhalten',
  'quota.state': 'Wartet auf {provider} bis {time}',
  'quota.heading':
    '{count, plural, one {# Sitzung wartet darauf, dass ein Limit zurückgesetzt wird} other {# Sitzungen warten darauf, dass ein Limit zurückgesetzt wird}}',
  'quota.group': 'Wartet auf das Zurücksetzen eines Limits',
} as const satisfies Catalog;
