// Configuration of the consoles of projects.
import { flag, integer, section } from './define-key.ts';

/** `console`. */
export const CONSOLE = section('Console', 'The output of commands, kept for each project folder.', {
  enabled: flag('Enabled', 'Whether output is kept and searched for errors.', true),
  terminals: flag(
    'Terminals',
    'Whether the output of terminals that people open is kept too. Everyone who can read sessions can then read it.',
    false,
  ),
  maxMegabytes: integer('Size', 'Most output kept for each project, MB. The oldest is removed first.', 20, [1, 10_000]),
  retentionDays: integer('Retention', 'Days after which output is removed.', 7, [1, 3_650]),
  autoFixAttempts: integer(
    'Automatic fixes',
    'How often the same error is handed to the agent automatically within a day, in projects where automatic fixes are on.',
    3,
    [1, 20],
  ),
});
