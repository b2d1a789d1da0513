// Session settings that need more than write access.
import { approvalMode, isFreer } from '#core/policy/approval-mode.ts';
import type { SessionRecord } from '#core/ports/sessions-store.ts';
import type { Connection } from '../../server/connections/connection.ts';
import { missingScope } from '../../server/dispatch/access-errors.ts';
import type { GatewayServices } from '../../server/services.ts';

type ModeHolder = Pick<SessionRecord, 'permissionMode'>;

/** A freer mode answers approvals in advance, so it requires their scope. `null` resets to the agent's mode. @throws {GatewayError} */
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
  if (isFreer(then, now)) throw missingScope('operator.approvals');
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
