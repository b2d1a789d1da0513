// All examples. A new method gets its example in the file of its domain; a new domain one line here.
import { AGENT_FILE_EXAMPLES } from './agent-files.ts';
import { APPROVAL_EXAMPLES } from './approvals.ts';
import { BUDGET_EXAMPLES } from './budgets.ts';
import { CHANGES_EXAMPLES } from './changes.ts';
import { CHANNEL_EXAMPLES } from './channels.ts';
import { CHAT_EXAMPLES } from './chat.ts';
import { CONSOLE_EXAMPLES } from './console.ts';
import { DEVICE_EXAMPLES } from './devices.ts';
import { DISPATCH_EXAMPLES } from './dispatches.ts';
import type { Examples } from './example.ts';
import { OUTSIDE_APPROVAL_EXAMPLES } from './external-approvals.ts';
import { MACHINE_EXAMPLES } from './machines.ts';
import { BACKUP_EXAMPLES } from './backups.ts';
import { OUTBOUND_EXAMPLES } from './outbound.ts';
import { PERSONA_EXAMPLES } from './personas.ts';
import { PREVIEW_EXAMPLES } from './preview.ts';
import { PROJECT_EXAMPLES } from './projects.ts';
import { PROOF_EXAMPLES } from './proofs.ts';
import { PUBLISHING_EXAMPLES } from './publishing.ts';
import { RUN_EXAMPLES } from './runs.ts';
import { SCHEDULE_EXAMPLES } from './schedules.ts';
import { SESSION_EXAMPLES } from './sessions.ts';
import { SESSION_READ_EXAMPLES } from './session-reads.ts';
import { SESSION_HISTORY_EXAMPLES } from './session-history.ts';
import { SYSTEM_EXAMPLES } from './system.ts';
import { TOOL_EXAMPLES } from './tools.ts';
import { TRUST_EXAMPLES } from './trust.ts';
import { WIZARD_EXAMPLES } from './wizard.ts';
import { USER_DATA_EXAMPLES } from './user-data.ts';
import { WORKSPACE_EXAMPLES } from './workspace.ts';
import { WORKTREE_EXAMPLES } from './worktrees.ts';

/** The example of each method. */
export const EXAMPLES: Examples = {
  ...SYSTEM_EXAMPLES,
  ...AGENT_FILE_EXAMPLES,
  ...BUDGET_EXAMPLES,
  ...CHANGES_EXAMPLES,
  ...CHANNEL_EXAMPLES,
  ...CHAT_EXAMPLES,
  ...RUN_EXAMPLES,
  ...CONSOLE_EXAMPLES,
  ...SCHEDULE_EXAMPLES,
  ...SESSION_EXAMPLES,
  ...SESSION_READ_EXAMPLES,
  ...SESSION_HISTORY_EXAMPLES,
  ...USER_DATA_EXAMPLES,
  ...APPROVAL_EXAMPLES,
  ...OUTSIDE_APPROVAL_EXAMPLES,
  ...DEVICE_EXAMPLES,
  ...MACHINE_EXAMPLES,
  ...OUTBOUND_EXAMPLES,
  ...BACKUP_EXAMPLES,
  ...PREVIEW_EXAMPLES,
  ...PROJECT_EXAMPLES,
  ...PROOF_EXAMPLES,
  ...TOOL_EXAMPLES,
  ...TRUST_EXAMPLES,
  ...WIZARD_EXAMPLES,
  ...WORKSPACE_EXAMPLES,
  ...WORKTREE_EXAMPLES,
  ...DISPATCH_EXAMPLES,
  ...PERSONA_EXAMPLES,
  ...PUBLISHING_EXAMPLES,
};
