// The logs page, for the registry.
import { ScrollText } from 'lucide-react';
import { definePage } from '../define-page.ts';

/** The gateway's log. */
export const logsPage = definePage({
  segment: 'logs',
  title: 'logs.title',
  icon: ScrollText,
  place: 'bottom',
  keys: ['5'],
  needs: ['logs.tail'],
  load: async () => (await import('./logs-page.tsx')).LogsPage,
});
