// Approval modes.

export const modes = {
  'modes.title': 'Approval mode',
  'modes.read-only': 'Read only',
  'modes.read-only.hint': 'Reads files, changes nothing',
  'modes.guarded': 'Ask',
  'modes.guarded.hint': 'Requires approval for edits and for commands that no rule allows',
  'modes.workspace': 'Accept edits',
  'modes.workspace.hint': 'Edits files in the workspace, requires approval for commands',
  'modes.full': 'Full access',
  'modes.full.hint': 'Never asks. Everything runs immediately.',
  'modes.label': 'Approval mode: {mode}',
  'modes.hintWithKey': '{hint} (Shift+Tab)',
} as const;
