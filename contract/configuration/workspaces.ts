// Configuration of workspaces.
import { list, section, text } from './define-key.ts';

/** `workspaces`. */
export const WORKSPACES = section('Workspaces', 'Folders that agents work in.', {
  trusted: list(
    'Trusted folders',
    'Folders that are trusted without asking, with all folders in them, such as `~/code`. Commands, scripts, and agent files in other folders have no effect until you trust them.',
    100,
    { maxLength: 4096, pattern: '^(~|/|[A-Za-z]:)' },
  ),
  editor: text(
    'Editor',
    'Program that opens files on this computer, such as `code`, `zed`, or an absolute path. Default: the one in $VISUAL if it is a graphical editor, otherwise the first known editor that is installed.',
    { maxLength: 4096, 'x-sample': 'code' },
  ),
});
