// The page of machines, for the registry.
import { Container } from 'lucide-react';
import { definePage } from '../define-page.ts';

/** Containers, their images, and the disk space that they use. */
export const machinesPage = definePage({
  segment: 'machines',
  title: 'machines.title',
  icon: Container,
  place: 'bottom',
  needs: ['machines.list'],
  load: async () => (await import('./machines-page.tsx')).MachinesPage,
});
