// The agents page, for the registry.
import { Bot } from 'lucide-react';
import { definePage } from '../define-page.ts';

/** Agents, what they are doing, their settings and files. */
export const agentsPage = definePage({
  segment: 'agents',
  title: 'agents.title',
  icon: Bot,
  place: 'top',
  needs: ['agents.settings.get'],
  load: async () => (await import('./agents-page.tsx')).AgentsPage,
});
