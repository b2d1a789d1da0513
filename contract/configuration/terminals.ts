// Configuration of terminals.
import { flag, section } from './define-key.ts';

/** `terminals`. */
export const TERMINALS = section('Terminals', 'The terminals that people open in sessions.', {
  keepOutput: flag(
    'Keep output',
    'Whether the latest output of each terminal (up to 1 MB) is saved in the home folder, so that it can be shown after a restart. Applies to new terminals.',
    true,
  ),
});
