// Configuration of updates.
import { choice, flag, section } from './define-key.ts';

/** `updates`. */
export const UPDATES = section('Updates', 'Updates of the desktop app. They have no effect on servers.', {
  check: flag(
    'Check for updates automatically',
    'Whether the desktop app checks its update server for a newer version at startup and every six hours, and downloads it. The server learns your IP address and your version of the app. Off by default.',
    false,
  ),
  channel: choice(
    'Channel',
    'Which versions are offered: `stable`, or `beta` for newer but less tested versions.',
    ['stable', 'beta'],
    'stable',
  ),
});
