// The table of all sessions, for the registry.
import { Table2 } from 'lucide-react';
import { definePage } from '../define-page.ts';

/** All sessions, to sort, filter, and change several at once. */
export const allSessionsPage = definePage({
  segment: 'all-sessions',
  title: 'allSessions.title',
  icon: Table2,
  place: 'none',
  load: async () => (await import('./all-sessions-page.tsx')).AllSessionsPage,
});
