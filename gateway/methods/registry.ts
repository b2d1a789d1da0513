// The one table of handlers. A method without a handler, or a handler without a method, is a compile error here.
import type { MethodName } from '#contract/methods/registry.ts';
import type { Handlers } from '../server/dispatch/handler.ts';
import { AGENT_FILE_HANDLERS } from './agent-files/agent-files.ts';
import { AGENT_HANDLERS } from './agents/agents.ts';
import { API_KEY_HANDLERS } from './api-keys/api-keys.ts';
import { APPROVAL_ALIASES } from './external-approvals/approval-aliases.ts';
import { APPROVAL_HANDLERS } from './approvals/approvals.ts';
import { CHAT_HANDLERS } from './chat/chat.ts';
import { CONFIG_HANDLERS } from './configuration/configuration.ts';
import { DEVICE_HANDLERS } from './devices/devices.ts';
import { FILE_HANDLERS } from './files/files.ts';
import { GATEWAY_PAGE_HANDLERS } from './gateway-page/gateway-page.ts';
import { GATEWAY_AUTH_HANDLERS } from './gateway-auth/gateway-auth.ts';
import { LIMIT_HANDLERS } from './limits/limits.ts';
import { MODEL_AUTH_HANDLERS } from './models/model-auth.ts';
import { HEARTBEAT_HANDLERS } from './schedules/heartbeats.ts';
import { MODEL_HANDLERS } from './models/models.ts';
import { NODE_WORK_HANDLERS } from './nodes/node-work.ts';
import { NODE_HANDLERS } from './nodes/nodes.ts';
import { OPERATION_HANDLERS } from './operations/operations.ts';
import { EXTERNAL_APPROVAL_HANDLERS } from './external-approvals/external-approvals.ts';
import { QUESTION_HANDLERS } from './questions/questions.ts';
import { PROOF_HANDLERS } from './proofs/proofs.ts';
import { NETWORK_ACCESS_HANDLERS } from './network-access/network-access.ts';
import { SCHEDULE_HANDLERS } from './schedules/schedules.ts';
import { SCOPE_UPGRADE_HANDLERS } from './devices/scope-upgrades.ts';
import { SESSION_HANDLERS } from './sessions/sessions.ts';
import { SESSION_READ_HANDLERS } from './session-reads/session-reads.ts';
import { SESSION_HISTORY_HANDLERS } from './session-history/session-history.ts';
import { SESSION_USAGE_HANDLERS } from './session-usage/session-usage.ts';
import { SESSION_WRITE_HANDLERS } from './session-writes/session-writes.ts';
import { SETUP_HANDLERS } from './setup/setup.ts';
import { SYSTEM_HANDLERS } from './system/system.ts';
import { TASK_HANDLERS } from './tasks/tasks.ts';
import { TERMINAL_HANDLERS } from './terminals/terminals.ts';
import { TOOL_HANDLERS } from './tools/tools.ts';
import { USER_DATA_HANDLERS } from './user-data/user-data.ts';
import { USAGE_HANDLERS } from './usage/usage.ts';
import { WIZARD_HANDLERS } from './wizard/wizard.ts';

export const HANDLERS: Handlers<MethodName> = {
  ...AGENT_FILE_HANDLERS,
  ...AGENT_HANDLERS,
  ...API_KEY_HANDLERS,
  ...APPROVAL_ALIASES,
  ...APPROVAL_HANDLERS,
  ...EXTERNAL_APPROVAL_HANDLERS,
  ...CHAT_HANDLERS,
  ...CONFIG_HANDLERS,
  ...DEVICE_HANDLERS,
  ...FILE_HANDLERS,
  ...GATEWAY_PAGE_HANDLERS,
  ...GATEWAY_AUTH_HANDLERS,
  ...LIMIT_HANDLERS,
  ...MODEL_AUTH_HANDLERS,
  ...HEARTBEAT_HANDLERS,
  ...MODEL_HANDLERS,
  ...NODE_HANDLERS,
  ...NODE_WORK_HANDLERS,
  ...OPERATION_HANDLERS,
  ...QUESTION_HANDLERS,
  ...PROOF_HANDLERS,
  ...NETWORK_ACCESS_HANDLERS,
  ...SCHEDULE_HANDLERS,
  ...SCOPE_UPGRADE_HANDLERS,
  ...SESSION_HANDLERS,
  ...SETUP_HANDLERS,
  ...SESSION_READ_HANDLERS,
  ...SESSION_WRITE_HANDLERS,
  ...SESSION_USAGE_HANDLERS,
  ...USER_DATA_HANDLERS,
  ...SESSION_HISTORY_HANDLERS,
  ...SYSTEM_HANDLERS,
  ...TASK_HANDLERS,
  ...TERMINAL_HANDLERS,
  ...TOOL_HANDLERS,
  ...USAGE_HANDLERS,
  ...WIZARD_HANDLERS,
};
