// The one table of methods. Handlers, client types, scopes, validation and docs/protocol.md derive from it.
import { AGENT_FILE_METHODS } from './agent-files.ts';
import { API_KEY_METHODS } from './api-keys.ts';
import { APPROVAL_METHODS } from './approvals.ts';
import { CHAT_METHODS } from './chat.ts';
import { CONFIGURATION_METHODS } from './configuration.ts';
import { DEVICE_METHODS } from './devices.ts';
import { GATEWAY_PAGE_METHODS } from './gateway-page.ts';
import { GATEWAY_AUTH_METHODS } from './gateway-auth.ts';
import { LIMIT_METHODS } from './limits.ts';
import { MODEL_METHODS } from './models.ts';
import { NODE_METHODS } from './nodes.ts';
import { OPERATION_METHODS } from './operations.ts';
import { EXTERNAL_APPROVAL_METHODS } from './external-approvals.ts';
import { PROOF_METHODS } from './proofs.ts';
import { QUESTION_METHODS } from './questions.ts';
import { NETWORK_ACCESS_METHODS } from './network-access.ts';
import { SCHEDULE_METHODS } from './schedules.ts';
import { PRESENCE_METHODS, SESSION_METHODS } from './sessions.ts';
import { SESSION_READ_METHODS } from './session-reads.ts';
import { SESSION_HISTORY_METHODS } from './session-history.ts';
import { SESSION_USAGE_METHODS } from './session-usage.ts';
import { SESSION_WRITE_METHODS } from './session-writes.ts';
import { SYSTEM_METHODS } from './system.ts';
import { TOOL_METHODS } from './tools.ts';
import { WIZARD_METHODS } from './wizard.ts';
import { USER_DATA_METHODS } from './user-data.ts';
import { WORKSPACE_METHODS } from './workspace.ts';
import type { ParamsOf, ResultOf } from './define-method.ts';

/** Every method that the host implements; `hello-ok.features.methods` lists exactly these. */
export const METHODS = {
  ...SYSTEM_METHODS,
  ...AGENT_FILE_METHODS,
  ...CONFIGURATION_METHODS,
  ...MODEL_METHODS,
  ...WIZARD_METHODS,
  ...OPERATION_METHODS,
  ...PRESENCE_METHODS,
  ...CHAT_METHODS,
  ...SESSION_METHODS,
  ...SESSION_READ_METHODS,
  ...SESSION_WRITE_METHODS,
  ...SESSION_USAGE_METHODS,
  ...USER_DATA_METHODS,
  ...SESSION_HISTORY_METHODS,
  ...SCHEDULE_METHODS,
  ...APPROVAL_METHODS,
  ...EXTERNAL_APPROVAL_METHODS,
  ...DEVICE_METHODS,
  ...NODE_METHODS,
  ...API_KEY_METHODS,
  ...GATEWAY_AUTH_METHODS,
  ...LIMIT_METHODS,
  ...PROOF_METHODS,
  ...QUESTION_METHODS,
  ...NETWORK_ACCESS_METHODS,
  ...GATEWAY_PAGE_METHODS,
  ...TOOL_METHODS,
  ...WORKSPACE_METHODS,
} as const;

/** The type of the table. */
export type Methods = typeof METHODS;
/** The name of a method. */
export type MethodName = keyof Methods;
/** What a caller of `M` passes. */
export type MethodParams<M extends MethodName> = ParamsOf<Methods, M>;
/** What a caller of `M` gets. */
export type MethodResult<M extends MethodName> = ResultOf<Methods, M>;
