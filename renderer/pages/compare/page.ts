// The page of dispatches, for the registry.
import { Columns3 } from 'lucide-react';
import { definePage } from '../define-page.ts';

/** Prompts that were sent to several agents, and their results side by side. */
export const comparePage = definePage({
  segment: 'compare',
  title: 'compare.title',
  icon: Columns3,
  place: 'none',
  needs: ['dispatches.list', 'dispatches.get'],
  load: async () => (await import('./compare-page.tsx')).ComparePage,
});
