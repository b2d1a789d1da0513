// The page of projects, for the registry.
import { FolderKanban } from 'lucide-react';
import { definePage } from '../define-page.ts';

/** Projects, and the defaults of each. */
export const projectsPage = definePage({
  segment: 'projects',
  title: 'projects.title',
  icon: FolderKanban,
  place: 'top',
  needs: ['projects.catalog'],
  load: async () => (await import('./projects-page.tsx')).ProjectsPage,
});
