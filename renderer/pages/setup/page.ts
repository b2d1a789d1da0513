// The setup page, for the registry.
import { Sparkles } from 'lucide-react';
import { definePage } from '../define-page.ts';

/** The first steps of a new user. */
export const setupPage = definePage({
  segment: 'setup',
  title: 'setup.title',
  icon: Sparkles,
  place: 'none',
  frame: false,
  commandTitle: 'commands.setup',
  needs: ['setup.status', 'setup.choose'],
  load: async () => (await import('./setup-page.tsx')).SetupPage,
});
