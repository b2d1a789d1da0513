// Configuration of the desktop app.
import { flag, section, textOr } from './define-key.ts';

/** `desktop`. */
export const DESKTOP = section(
  'Desktop app',
  'The desktop app on this computer. Without it, these settings have no effect.',
  {
    shortcut: textOr(
      'Shortcut',
      'A key combination that opens a new session while another program is in front, as an Electron accelerator, such as `CommandOrControl+Shift+G`. Empty: none.',
      '',
      { maxLength: 100 },
    ),
    openAtLogin: flag(
      'Open at login',
      'Whether the app starts in the background when you sign in to your computer.',
      false,
    ),
    keepAwake: flag('Keep awake', 'Whether the computer stays awake while agents work.', true),
  },
);
