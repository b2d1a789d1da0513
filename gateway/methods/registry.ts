// The one table of handlers. A method without a handler, or a handler without a method, is a compile error.
import { METHODS, type MethodName } from '#contract/methods/registry.ts';
import type { AnyHandler, Handlers, MethodEntry } from '../server/dispatch/handler.ts';
import { AGENT_FILE_HANDLERS } from './agent-files/agent-files.ts';
import { AGENT_HANDLERS } from './agents/agents.ts';
import { WEB_CHAT_HANDLERS } from './web-chat/web-chat.ts';
import { SHARE_LINK_HANDLERS } from './share-links/share-links.ts';
import { API_KEY_HANDLERS } from './api-keys/api-keys.ts';
import { APPROVAL_RULE_HANDLERS } from './approval-rules/approval-rules.ts';
import { APPROVAL_HANDLERS } from './approvals/approvals.ts';
import { AUDIT_HANDLERS } from './audit/audit.ts';
import { BUDGET_HANDLERS } from './budgets/budgets.ts';
import { BACKUP_HANDLERS } from './backups/backups.ts';
import { BROWSER_HANDLERS } from './browsers/browsers.ts';
import { CHANGES_HANDLERS } from './changes/changes.ts';
import { CHANNEL_HANDLERS } from './channels/channels.ts';
import { CHAT_HANDLERS } from './chat/chat.ts';
import { CONFIG_HANDLERS } from './configuration/configuration.ts';
import { CONSOLE_HANDLERS } from './console/console.ts';
import { CONTEXT_HANDLERS } from './context/context.ts';
import { DEVICE_HANDLERS } from './devices/devices.ts';
import { DIAGNOSTICS_HANDLERS } from './diagnostics/diagnostics.ts';
import { DISPATCH_HANDLERS } from './dispatches/dispatches.ts';
import { EXTERNAL_APPROVAL_HANDLERS } from './external-approvals/external-approvals.ts';
import { FILE_VERSION_HANDLERS } from './file-versions/file-versions.ts';
import { FILE_HANDLERS } from './files/files.ts';
import { GATEWAY_HANDLERS } from './gateway/gateway.ts';
import { HEARTBEAT_HANDLERS } from './heartbeats/heartbeats.ts';
import { LOG_HANDLERS } from './logs/logs.ts';
import { MODEL_HANDLERS } from './models/models.ts';
import { NETWORK_ACCESS_HANDLERS } from './network-access/network-access.ts';
import { NODE_HANDLERS } from './nodes/nodes.ts';
import { MACHINE_HANDLERS } from './machines/machines.ts';
import { OUTBOUND_HANDLERS } from './outbound/outbound.ts';
import { PERSONA_HANDLERS } from './personas/personas.ts';
import { PREFERENCE_HANDLERS } from './preferences/preferences.ts';
import { PREVIEW_HANDLERS } from './preview/preview.ts';
import { PROJECT_DEFAULT_HANDLERS } from './project-defaults/project-defaults.ts';
import { PROJECT_HANDLERS } from './projects/projects.ts';
import { RESOURCE_HANDLERS } from './resources/resources.ts';
import { PROOF_HANDLERS } from './proofs/proofs.ts';
import { PROVIDER_HANDLERS } from './providers/providers.ts';
import { PUBLISHING_HANDLERS } from './publishing/publishing.ts';
import { PUSH_HANDLERS } from './push/push.ts';
import { QUESTION_HANDLERS } from './questions/questions.ts';
import { RUN_HANDLERS } from './runs/runs.ts';
import { SCHEDULE_HANDLERS } from './schedules/schedules.ts';
import { SESSION_HISTORY_HANDLERS } from './session-history/session-history.ts';
import { SESSION_READ_HANDLERS } from './session-reads/session-reads.ts';
import { SESSION_USAGE_HANDLERS } from './session-usage/session-usage.ts';
import { SESSION_WRITE_HANDLERS } from './session-writes/session-writes.ts';
import { SESSION_HANDLERS } from './sessions/sessions.ts';
import { SETUP_HANDLERS } from './setup/setup.ts';
import { SYSTEM_HANDLERS } from './system/system.ts';
import { TASK_HANDLERS } from './tasks/tasks.ts';
import { TERMINAL_HANDLERS } from './terminals/terminals.ts';
import { TOOL_HANDLERS } from './tools/tools.ts';
import { TRUST_HANDLERS } from './trust/trust.ts';
import { UPDATE_HANDLERS } from './updates/updates.ts';
import { UPLOAD_HANDLERS } from './uploads/uploads.ts';
import { USAGE_HANDLERS } from './usage/usage.ts';
import { USER_DATA_HANDLERS } from './user-data/user-data.ts';
import { WIZARD_HANDLERS } from './wizard/wizard.ts';
import { WORKTREE_HANDLERS } from './worktrees/worktrees.ts';

/** Handlers of all methods. Each table covers exactly one table of `contract/methods/`. */
export const HANDLERS: Handlers<MethodName> = {
  ...SYSTEM_HANDLERS,
  ...PUSH_HANDLERS,
  ...UPDATE_HANDLERS,
  ...GATEWAY_HANDLERS,
  ...NETWORK_ACCESS_HANDLERS,
  ...BROWSER_HANDLERS,
  ...DEVICE_HANDLERS,
  ...NODE_HANDLERS,
  ...API_KEY_HANDLERS,
  ...SHARE_LINK_HANDLERS,
  ...WEB_CHAT_HANDLERS,
  ...PROOF_HANDLERS,
  ...CONFIG_HANDLERS,
  ...SETUP_HANDLERS,
  ...PREFERENCE_HANDLERS,
  ...WIZARD_HANDLERS,
  ...PROVIDER_HANDLERS,
  ...MODEL_HANDLERS,
  ...AGENT_HANDLERS,
  ...AGENT_FILE_HANDLERS,
  ...PERSONA_HANDLERS,
  ...CHAT_HANDLERS,
  ...SESSION_HANDLERS,
  ...SESSION_READ_HANDLERS,
  ...SESSION_WRITE_HANDLERS,
  ...SESSION_HISTORY_HANDLERS,
  ...SESSION_USAGE_HANDLERS,
  ...CONTEXT_HANDLERS,
  ...RUN_HANDLERS,
  ...CHANGES_HANDLERS,
  ...CONSOLE_HANDLERS,
  ...QUESTION_HANDLERS,
  ...APPROVAL_HANDLERS,
  ...APPROVAL_RULE_HANDLERS,
  ...EXTERNAL_APPROVAL_HANDLERS,
  ...TOOL_HANDLERS,
  ...CHANNEL_HANDLERS,
  ...PROJECT_HANDLERS,
  ...PROJECT_DEFAULT_HANDLERS,
  ...RESOURCE_HANDLERS,
  ...TRUST_HANDLERS,
  ...FILE_HANDLERS,
  ...UPLOAD_HANDLERS,
  ...FILE_VERSION_HANDLERS,
  ...TERMINAL_HANDLERS,
  ...WORKTREE_HANDLERS,
  ...DISPATCH_HANDLERS,
  ...PUBLISHING_HANDLERS,
  ...PREVIEW_HANDLERS,
  ...SCHEDULE_HANDLERS,
  ...HEARTBEAT_HANDLERS,
  ...TASK_HANDLERS,
  ...USAGE_HANDLERS,
  ...BUDGET_HANDLERS,
  ...MACHINE_HANDLERS,
  ...OUTBOUND_HANDLERS,
  ...BACKUP_HANDLERS,
  ...LOG_HANDLERS,
  ...AUDIT_HANDLERS,
  ...DIAGNOSTICS_HANDLERS,
  ...USER_DATA_HANDLERS,
};

/** All methods of a gateway by name. */
export const METHOD_ENTRIES: ReadonlyMap<string, MethodEntry> = new Map(
  Object.entries(METHODS).map(([name, declaration]) => [
    name,
    // `HANDLERS` types each handler by its method; the dispatcher validates params against the declaration before the call.
    { declaration, handler: HANDLERS[name as MethodName] as AnyHandler },
  ]),
);
