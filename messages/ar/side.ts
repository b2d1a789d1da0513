// Arabic messages: side threads: questions about a session that stay out of it.
import type { Catalog } from '../languages.ts';

export const side = {
  'side.ask': 'السؤال في محادثة جانبية',
  'side.failed': 'تعذّر السؤال في محادثة جانبية',
  'side.threads': 'المحادثات الجانبية',
} as const satisfies Catalog;
