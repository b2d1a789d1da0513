// The table of all methods. Handlers, client types, scopes, validation, and docs/protocol.md derive from it.
import { AGENT_FILE_METHODS } from './agent-files.ts';
import { AGENT_METHODS } from './agents.ts';
import { API_KEY_METHODS } from './api-keys.ts';
import { APPROVAL_RULE_METHODS } from './approval-rules.ts';
import { APPROVAL_METHODS } from './approvals.ts';
import { AUDIT_METHODS } from './audit.ts';
import { BACKUP_METHODS } from './backups.ts';
import { BUDGET_METHODS } from './budgets.ts';
import { BROWSER_METHODS } from './browsers.ts';
import { CHANGES_METHODS } from './changes.ts';
import { CHANNEL_METHODS } from './channels.ts';
import { CHAT_METHODS } from './chat.ts';
import { CONFIGURATION_METHODS } from './configuration.ts';
import { CONTEXT_METHODS } from './context.ts';
import { CONSOLE_METHODS } from './console.ts';
import { DEVICE_METHODS } from './devices.ts';
import { DIAGNOSTICS_METHODS } from './diagnostics.ts';
import { DISPATCH_METHODS } from './dispatches.ts';
import { EXTERNAL_APPROVAL_METHODS } from './external-approvals.ts';
import { FILE_VERSION_METHODS } from './file-versions.ts';
import { FILE_METHODS } from './files.ts';
import { GATEWAY_METHODS } from './gateway.ts';
import { HEARTBEAT_METHODS } from './heartbeats.ts';
import { LOG_METHODS } from './logs.ts';
import { MODEL_METHODS } from './models.ts';
import { NETWORK_ACCESS_METHODS } from './network-access.ts';
import { NODE_METHODS } from './nodes.ts';
import { MACHINE_METHODS } from './machines.ts';
import { OUTBOUND_METHODS } from './outbound.ts';
import { PERSONA_METHODS } from './personas.ts';
import { WEB_CHAT_METHODS } from './web-chat.ts';
import { SHARE_LINK_METHODS } from './share-links.ts';
import { PREFERENCE_METHODS } from './preferences.ts';
import { PREVIEW_METHODS } from './preview.ts';
import { PROJECT_DEFAULT_METHODS } from './project-defaults.ts';
import { PROJECT_METHODS } from './projects.ts';
import { RESOURCE_METHODS } from './resources.ts';
import { PROOF_METHODS } from './proofs.ts';
import { PROVIDER_METHODS } from './providers.ts';
import { PUBLISHING_METHODS } from './publishing.ts';
import { PUSH_METHODS } from './push.ts';
import { QUESTION_METHODS } from './questions.ts';
import { RUN_METHODS } from './runs.ts';
import { SCHEDULE_METHODS } from './schedules.ts';
import { SESSION_HISTORY_METHODS } from './session-history.ts';
import { SESSION_READ_METHODS } from './session-reads.ts';
import { SESSION_USAGE_METHODS } from './session-usage.ts';
import { SESSION_WRITE_METHODS } from './session-writes.ts';
import { SESSION_METHODS } from './sessions.ts';
import { SETUP_METHODS } from './setup.ts';
import { SYSTEM_METHODS } from './system.ts';
import { TASK_METHODS } from './tasks.ts';
import { TERMINAL_METHODS } from './terminals.ts';
import { TOOL_METHODS } from './tools.ts';
import { TRUST_METHODS } from './trust.ts';
import { UPDATE_METHODS } from './updates.ts';
import { UPLOAD_METHODS } from './uploads.ts';
import { USAGE_METHODS } from './usage.ts';
import { USER_DATA_METHODS } from './user-data.ts';
import { WIZARD_METHODS } from './wizard.ts';
import { WORKTREE_METHODS } from './worktrees.ts';
import type { Static } from 'typebox';

/** Every method that the host implements; `hello-ok.features.methods` lists exactly these. */
export const METHODS = {
  ...SYSTEM_METHODS,
  ...PUSH_METHODS,
  ...UPDATE_METHODS,
  ...GATEWAY_METHODS,
  ...NETWORK_ACCESS_METHODS,
  ...BROWSER_METHODS,
  ...DEVICE_METHODS,
  ...NODE_METHODS,
  ...API_KEY_METHODS,
  ...SHARE_LINK_METHODS,
  ...WEB_CHAT_METHODS,
  ...PROOF_METHODS,
  ...CONFIGURATION_METHODS,
  ...SETUP_METHODS,
  ...PREFERENCE_METHODS,
  ...WIZARD_METHODS,
  ...PROVIDER_METHODS,
  ...MODEL_METHODS,
  ...AGENT_METHODS,
  ...AGENT_FILE_METHODS,
  ...PERSONA_METHODS,
  ...CHAT_METHODS,
  ...SESSION_METHODS,
  ...SESSION_READ_METHODS,
  ...SESSION_WRITE_METHODS,
  ...SESSION_HISTORY_METHODS,
  ...SESSION_USAGE_METHODS,
  ...CONTEXT_METHODS,
  ...RUN_METHODS,
  ...CHANGES_METHODS,
  ...CONSOLE_METHODS,
  ...QUESTION_METHODS,
  ...APPROVAL_METHODS,
  ...APPROVAL_RULE_METHODS,
  ...EXTERNAL_APPROVAL_METHODS,
  ...TOOL_METHODS,
  ...CHANNEL_METHODS,
  ...PROJECT_METHODS,
  ...PROJECT_DEFAULT_METHODS,
  ...RESOURCE_METHODS,
  ...TRUST_METHODS,
  ...FILE_METHODS,
  ...UPLOAD_METHODS,
  ...FILE_VERSION_METHODS,
  ...TERMINAL_METHODS,
  ...WORKTREE_METHODS,
  ...DISPATCH_METHODS,
  ...PUBLISHING_METHODS,
  ...PREVIEW_METHODS,
  ...SCHEDULE_METHODS,
  ...HEARTBEAT_METHODS,
  ...TASK_METHODS,
  ...USAGE_METHODS,
  ...BUDGET_METHODS,
  ...MACHINE_METHODS,
  ...OUTBOUND_METHODS,
  ...BACKUP_METHODS,
  ...LOG_METHODS,
  ...AUDIT_METHODS,
  ...DIAGNOSTICS_METHODS,
  ...USER_DATA_METHODS,
} as const;

/** The type of the table. */
export type Methods = typeof METHODS;
/** The name of a method. */
export type MethodName = keyof Methods;
/** Parameters of `M`. */
export type MethodParams<M extends MethodName> = Static<Methods[M]['params']>;
/** Result of `M`. */
export type MethodResult<M extends MethodName> = Static<Methods[M]['result']>;
