// Session settings that need more than write access.
import type { ApprovalMode } from '#contract/types/approval-modes.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import { approvalMode, isFreer } from '#core/policy/modes.ts';
import type { SessionRecord } from '#core/ports/sessions-store.ts';
import type { Connection } from '../../server/connections/connection.ts';
import { missingScope } from '../../server/dispatch/access-errors.ts';
import type { Call } from '../../server/dispatch/handler.ts';
import type { GatewayServices } from '../../server/services.ts';

type ModeHolder = Pick<SessionRecord, 'approvalMode'>;

/** A call that changes a mode. `prove` requires a fresh proof of it. */
export interface ModeChange {
  readonly services: GatewayServices;
  readonly connection: Connection;
  readonly prove: () => void;
}

/**
 * A freer mode answers approvals in advance, so it requires their scope. Full access requires an administrator and a fresh proof,
 * as everywhere. `null` resets to the agent's mode. @throws {GatewayError}
 */
export function requireModeGrant(
  wanted: ApprovalMode | null | undefined,
  agentId: string,
  before: ModeHolder | undefined,
  { services, connection, prove }: ModeChange,
): void {
  const agent = services.config.settings().agents.find((one) => one.agentId === agentId);
  if (wanted === undefined || agent === undefined) return;
  const now = approvalMode(agent, before);
  const then = approvalMode(agent, wanted === null ? undefined : { approvalMode: wanted });
  if (!isFreer(then, now)) return;
  if (!connection.holds('operator.approvals')) throw missingScope('operator.approvals');
  if (then !== 'full') return;
  if (!connection.holds('operator.admin')) throw missingScope('operator.admin');
  prove();
}

/** Another machine can mean less isolation, so it requires a fresh proof. `null` resets to that of the agent. @throws {GatewayError} for an unknown kind */
export async function requireMachineGrant(
  machine: string | null,
  { services: { kinds }, prove }: Pick<ModeChange, 'services' | 'prove'>,
): Promise<void> {
  prove();
  const known = (await kinds.availability()).map(({ kind }) => kind);
  if (machine === null || known.includes(machine)) return;
  throw invalidRequest(`Unknown machine: ${machine}`, 'MACHINE_UNKNOWN', `Use one of: ${known.join(', ')}.`);
}

/** One proof is enough for everything that a call changes. */
export function proveOnce(method: string, params: unknown, { gateway, connection }: Call): () => void {
  let isProven = false;
  return () => {
    if (!isProven) gateway.proofs.require(method, params, connection);
    isProven = true;
  };
}

/** Only an administrator may open a folder outside the workspaces of agents, because all its files become readable. @throws {GatewayError} */
export async function requireFolderGrant(
  folder: string,
  { services, connection }: { readonly services: GatewayServices; readonly connection: Connection },
): Promise<string> {
  const own = services.config.settings().agents.map(({ workspace }) => workspace);
  if (connection.holds('operator.admin') || (await services.folders.isWithin(folder, own))) return folder;
  throw missingScope('operator.admin');
}
