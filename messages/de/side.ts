// German messages: side threads, questions about a session that stay out of it.
import type { Catalog } from '../languages.ts';

export const side = {
  'side.ask': 'In einem Nebengespräch fragen',
  'side.failed': 'Frage im Nebengespräch ist fehlgeschlagen',
  'side.threads': 'Nebengespräche',
} as const satisfies Catalog;
