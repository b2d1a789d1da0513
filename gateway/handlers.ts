// The one table of handlers. A method without a handler, or a handler without a method, is a compile error here.
import type { MethodName } from '#contract/methods/registry.ts';
import type { Handlers } from './dispatch/handler.ts';
import { AGENT_FILE_HANDLERS } from './handlers/agent-files.ts';
import { AGENT_HANDLERS } from './handlers/agents.ts';
import { API_KEY_HANDLERS } from './handlers/api-keys.ts';
import { APPROVAL_ALIASES } from './handlers/approval-aliases.ts';
import { APPROVAL_HANDLERS } from './handlers/approvals.ts';
import { CHAT_HANDLERS } from './handlers/chat.ts';
import { CONFIG_HANDLERS } from './handlers/config.ts';
import { DEVICE_HANDLERS } from './handlers/devices.ts';
import { FILE_HANDLERS } from './handlers/files.ts';
import { GATEWAY_PAGE_HANDLERS } from './handlers/gateway-page.ts';
import { GATEWAY_AUTH_HANDLERS } from './handlers/gateway-auth.ts';
import { LIMIT_HANDLERS } from './handlers/limits.ts';
import { MODEL_AUTH_HANDLERS } from './handlers/model-auth.ts';
import { HEARTBEAT_HANDLERS } from './handlers/heartbeats.ts';
import { MODEL_HANDLERS } from './handlers/models.ts';
import { NODE_WORK_HANDLERS } from './handlers/node-work.ts';
import { NODE_HANDLERS } from './handlers/nodes.ts';
import { OPERATION_HANDLERS } from './handlers/operations.ts';
import { OUTSIDE_APPROVAL_HANDLERS } from './handlers/outside-approvals.ts';
import { QUESTION_HANDLERS } from './handlers/questions.ts';
import { PROOF_HANDLERS } from './handlers/proofs.ts';
import { REACH_HANDLERS } from './handlers/reach.ts';
import { SCHEDULE_HANDLERS } from './handlers/schedules.ts';
import { SCOPE_UPGRADE_HANDLERS } from './handlers/scope-upgrades.ts';
import { SESSION_HANDLERS } from './handlers/sessions.ts';
import { SESSION_READ_HANDLERS } from './handlers/session-reads.ts';
import { STORY_HANDLERS } from './handlers/session-story.ts';
import { SESSION_USAGE_HANDLERS } from './handlers/session-usage.ts';
import { SESSION_WRITE_HANDLERS } from './handlers/session-writes.ts';
import { SETUP_HANDLERS } from './handlers/setup.ts';
import { SYSTEM_HANDLERS } from './handlers/system.ts';
import { TASK_HANDLERS } from './handlers/tasks.ts';
import { TERMINAL_HANDLERS } from './handlers/terminals.ts';
import { TOOL_HANDLERS } from './handlers/tools.ts';
import { USER_DATA_HANDLERS } from './handlers/user-data.ts';
import { USAGE_HANDLERS } from './handlers/usage.ts';
import { WIZARD_HANDLERS } from './handlers/wizard.ts';

export const HANDLERS: Handlers<MethodName> = {
  ...AGENT_FILE_HANDLERS,
  ...AGENT_HANDLERS,
  ...API_KEY_HANDLERS,
  ...APPROVAL_ALIASES,
  ...APPROVAL_HANDLERS,
  ...OUTSIDE_APPROVAL_HANDLERS,
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
  ...REACH_HANDLERS,
  ...SCHEDULE_HANDLERS,
  ...SCOPE_UPGRADE_HANDLERS,
  ...SESSION_HANDLERS,
  ...SETUP_HANDLERS,
  ...SESSION_READ_HANDLERS,
  ...SESSION_WRITE_HANDLERS,
  ...SESSION_USAGE_HANDLERS,
  ...USER_DATA_HANDLERS,
  ...STORY_HANDLERS,
  ...SYSTEM_HANDLERS,
  ...TASK_HANDLERS,
  ...TERMINAL_HANDLERS,
  ...TOOL_HANDLERS,
  ...USAGE_HANDLERS,
  ...WIZARD_HANDLERS,
};
