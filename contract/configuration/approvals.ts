// Configuration of approvals.
import { flag, section } from './define-key.ts';

/** `approvals`. */
export const APPROVALS = section('Approvals', 'Commands that run without approval, in addition to your rules.', {
  readOnlyCommands: flag(
    'Read-only commands',
    'Whether commands that only read files in the workspace, such as `ls`, `cat`, and `git status`, run without approval. Approvals → Rules lists them.',
    true,
  ),
  confinedCommands: flag(
    'Build and test commands on confined machines',
    'Whether known build and test tools, such as `npm test`, `make`, and `cargo build`, run without approval on a machine that confines them: they can write only in the workspace, and reach no network or only the hosts that you listed.',
    true,
  ),
});
