// The sessions page, for the registry.
import { MessagesSquare } from 'lucide-react';
import { definePage } from '../define-page.ts';

/** Sessions in panes. */
export const sessionsPage = definePage({
  segment: 'sessions',
  title: 'sessions.title',
  icon: MessagesSquare,
  place: 'top',
  onPhoneBar: true,
  keys: ['2'],
  load: async () => (await import('./sessions-page.tsx')).SessionsPage,
});
