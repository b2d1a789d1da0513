// The home page, for the registry.
import { House } from 'lucide-react';
import { definePage } from '../define-page.ts';

/** The start page. */
export const homePage = definePage({
  segment: 'home',
  title: 'home.title',
  icon: House,
  place: 'top',
  onPhoneBar: true,
  keys: ['1'],
  load: async () => (await import('./home-page.tsx')).HomePage,
});
