// OpenClaw's permission modes, which are fewer than the approval modes of Gatehouse.
import { APPROVAL_MODES, type ApprovalMode } from '#contract/types/approval-modes.ts';
import { invalidRequest } from '#contract/wire/errors.ts';

/** A mode as OpenClaw names it. */
export type PermissionMode = 'read-only' | 'guarded' | 'workspace' | 'full';

/** The closest mode of OpenClaw. */
const TO_PERMISSION_MODE: Readonly<Record<ApprovalMode, PermissionMode>> = {
  plan: 'read-only',
  deny: 'read-only',
  ask: 'guarded',
  'accept-edits': 'workspace',
  auto: 'workspace',
  full: 'full',
};

const FROM_PERMISSION_MODE: Readonly<Record<PermissionMode, ApprovalMode>> = {
  'read-only': 'deny',
  guarded: 'ask',
  workspace: 'accept-edits',
  full: 'full',
};

/** The mode as OpenClaw clients see it. */
export function toPermissionMode(mode: ApprovalMode): PermissionMode {
  return TO_PERMISSION_MODE[mode];
}

interface WantedMode {
  readonly approvalMode?: ApprovalMode | null;
  readonly permissionMode?: PermissionMode | null;
}

/**
 * The mode that a call asks for: ours, or OpenClaw's. One of OpenClaw's that the current mode is shown as changes nothing.
 * @throws {GatewayError} if both are given.
 */
export function toWantedMode(
  { approvalMode, permissionMode }: WantedMode,
  now: ApprovalMode | undefined,
): ApprovalMode | null | undefined {
  if (permissionMode === undefined) return approvalMode;
  if (approvalMode !== undefined)
    throw invalidRequest('Use either approvalMode or permissionMode, not both.', 'INVALID_PARAMS');
  if (permissionMode === null) return null;
  if (now !== undefined && toPermissionMode(now) === permissionMode) return now;
  return FROM_PERMISSION_MODE[permissionMode];
}

/** The modes that a caller who has seen `seen` can expect; null is that of the agent. */
export function toExpectedModes(seen: PermissionMode | null | undefined): readonly (ApprovalMode | null)[] | undefined {
  if (seen === undefined || seen === null) return seen === null ? [null] : undefined;
  return APPROVAL_MODES.filter((mode) => toPermissionMode(mode) === seen);
}
