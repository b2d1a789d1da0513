// The console page, for the registry.
import { Terminal } from 'lucide-react';
import { definePage } from '../define-page.ts';

/** Output of commands, by project. */
export const consolePage = definePage({
  segment: 'console',
  title: 'console.title',
  icon: Terminal,
  place: 'bottom',
  needs: ['console.list'],
  load: async () => (await import('./console-page.tsx')).ConsolePage,
});
