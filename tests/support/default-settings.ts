// The settings of an empty configuration file.
import { toSettings, withDefaults } from '#adapters/configuration/settings.ts';
import type { Settings } from '#core/ports/settings.ts';

/** The defaults of all settings. */
export const DEFAULT_SETTINGS: Settings = toSettings(withDefaults({}), { home: '/home', workspaces: '/home/work' });
