// Configuration of updates.
import { choice, flag, section } from './define-key.ts';

/** `updates`. */
export const UPDATES = section('Updates', 'Updates of the desktop app. They have no effect on servers.', {
  check: flag(
    'Check for updates',
    'Whether the desktop app asks its update server for a newer version at the start and every six hours, and downloads it. The server learns the IP address and the version of this app. Off by default.',
    false,
  ),
  channel: choice(
    'Channel',
    'Which versions are offered: `stable`, or `beta` for earlier versions that are less tested.',
    ['stable', 'beta'],
    'stable',
  ),
});
