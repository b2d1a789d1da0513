// The page of outbound connections, for the registry.
import { Globe } from 'lucide-react';
import { definePage } from '../define-page.ts';

/** Every host that was contacted. */
export const outboundPage = definePage({
  segment: 'outbound',
  title: 'outbound.title',
  icon: Globe,
  place: 'bottom',
  needs: ['outbound.list'],
  load: async () => (await import('./outbound-page.tsx')).OutboundPage,
});
