// Approval modes.

export const modes = {
  'modes.title': 'Approval mode',
  'modes.plan': 'Plan',
  'modes.plan.hint': 'Reads only, then presents a plan for you to approve',
  'modes.ask': 'Ask',
  'modes.ask.hint': 'Requires approval for edits and for commands that no rule allows',
  'modes.accept-edits': 'Accept edits',
  'modes.accept-edits.hint': 'Edits files in the workspace, requires approval for commands',
  'modes.auto': 'Auto',
  'modes.auto.hint': 'Like Accept edits, but a model reviews commands and asks you when in doubt',
  'modes.full': 'Full access',
  'modes.full.hint': 'Never asks. Everything runs immediately.',
  'modes.deny': 'Deny',
  'modes.deny.hint': 'Reads files and runs only commands that a rule allows. Never asks.',
  'modes.confirmFull.title': 'Allow full access?',
  'modes.confirmFull.text':
    'The agent will run every command and change every file immediately, with your permissions and without asking. Full access ends with this session, and you can switch back at any time.',
  'modes.confirmFull.allow': 'Allow full access',
  'modes.label': 'Approval mode: {mode}',
  'modes.hintWithKey': '{hint} (Shift+Tab)',
} as const;
