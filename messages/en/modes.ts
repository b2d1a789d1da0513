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
  'modes.confirmFull.title': 'Allow full access?',
  'modes.confirmFull.text':
    'The agent will run every command and change every file immediately, with your permissions and without asking. Full access ends with this session, and you can switch back at any time.',
  'modes.confirmFull.allow': 'Allow full access',
  'modes.label': 'Approval mode: {mode}',
  'modes.hintWithKey': '{hint} (Shift+Tab)',
} as const;
