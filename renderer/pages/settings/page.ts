// The settings page, for the registry.
import { Settings } from 'lucide-react';
import { definePage } from '../define-page.ts';
import { loadPart } from '../../state/load-part.ts';

/** Settings. */
export const settingsPage = definePage({
  segment: 'settings',
  title: 'settings.title',
  icon: Settings,
  place: 'bottom',
  badge: 'access',
  keys: ['6', 'Mod+,'],
  find: async (query) => (await loadPart(() => import('./settings-search.ts'))).findPlaces(query),
  load: async () => (await import('./settings-page.tsx')).SettingsPage,
});
