// Configuration of approvals.
import { flag, section } from './define-key.ts';

/** `approvals`. */
export const APPROVALS = section('Approvals', 'Commands that run without approval, in addition to your rules.', {
  readOnlyCommands: flag(
    'Read-only commands',
    'Whether commands that only read files in the workspace, such as `ls`, `cat`, and `git status`, run without approval. Approvals → Rules lists them.',
    true,
  ),
});
