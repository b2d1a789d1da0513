// Session settings that need more than write access.
import { realpath } from 'node:fs/promises';
import { sep } from 'node:path';
import { GatewayError } from '#contract/wire/errors.ts';
import type { ApprovalMode } from '#contract/types/approvals.ts';
import type { Scope } from '#contract/wire/scopes.ts';
import { approvalMode } from '#core/policy/approval-mode.ts';
import type { SessionRecord } from '#core/ports/sessions-store.ts';
import type { Connection } from '../../server/connections/connection.ts';
import type { GatewayServices } from '../../server/services.ts';

/** Modes from the most to the least restrictive. */
const FREEDOM: readonly ApprovalMode[] = ['read-only', 'ask', 'accept-edits', 'full'];

type ModeHolder = Pick<SessionRecord, 'permissionMode'>;

/**
 * A freer mode answers approvals beforehand, so it takes the right to answer them. `null` goes back to the agent's mode.
 * @throws {GatewayError}
 */
export function requireModeGrant(
  wanted: SessionRecord['permissionMode'] | null,
  agentId: string,
  before: ModeHolder | undefined,
  { services, connection }: { readonly services: GatewayServices; readonly connection: Connection },
): void {
  if (wanted === undefined || connection.holds('operator.approvals')) return;
  const agent = services.config.settings().agents.find((one) => one.agentId === agentId);
  if (agent === undefined) return;
  const now = approvalMode(agent, before);
  const then = approvalMode(agent, wanted === null ? undefined : { permissionMode: wanted });
  if (FREEDOM.indexOf(then) > FREEDOM.indexOf(now)) throw missingScope('operator.approvals');
}

/** Another folder than the workspaces of agents is opened by an administrator only: all files of it can be read then. @throws {GatewayError} */
export async function requireFolderGrant(
  folder: string,
  { services, connection }: { readonly services: GatewayServices; readonly connection: Connection },
): Promise<string> {
  if (connection.holds('operator.admin')) return folder;
  for (const { workspace } of services.config.settings().agents) {
    const real = await realpath(workspace).catch(() => workspace);
    if (folder === real || folder.startsWith(real + sep)) return folder;
  }
  throw missingScope('operator.admin');
}

function missingScope(scope: Scope): GatewayError {
  return new GatewayError('FORBIDDEN', `missing scope: ${scope}`, {
    details: { code: 'MISSING_SCOPE', missingScope: scope, requiredScopes: [scope] },
  });
}
