// The settings page, for the registry.
import { Settings } from 'lucide-react';
import { definePage } from '../define-page.ts';

/** Settings. */
export const settingsPage = definePage({
  segment: 'settings',
  title: 'settings.title',
  icon: Settings,
  place: 'bottom',
  badge: 'access',
  keys: ['6', 'Mod+,'],
  load: async () => (await import('./settings-page.tsx')).SettingsPage,
});
