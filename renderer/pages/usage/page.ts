// The usage page, for the registry.
import { ChartColumn } from 'lucide-react';
import { definePage } from '../define-page.ts';

/** Tokens and cost. */
export const usagePage = definePage({
  segment: 'usage',
  title: 'usage.title',
  icon: ChartColumn,
  place: 'bottom',
  keys: ['4'],
  needs: ['usage.cost', 'sessions.usage'],
  load: async () => (await import('./usage-page.tsx')).UsagePage,
});
