// `gatehouse sessions mode`: what an agent may do in a session without asking.
import { APPROVAL_MODES, type ApprovalMode } from '#contract/types/approval-modes.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { findSession } from '../connection/find.ts';
import { argument, type CommandContext } from '../parser/command.ts';
import { confirm } from '../terminal/confirm.ts';

/** Resets a session to the mode of its agent. */
const OF_AGENT = 'default';

/** What can follow the session. */
export const MODE_CHOICES = [...APPROVAL_MODES, OF_AGENT] as const;

/** A mode by its name. */
export function findMode(name: string | undefined): ApprovalMode | undefined {
  return APPROVAL_MODES.find((mode) => mode === name);
}

/** Shows or sets the approval mode of a session. */
export async function sessionMode(context: CommandContext, client: GatewayClient): Promise<void> {
  const session = await findSession(client, argument(context, 0));
  const { key } = session;
  const asked = context.args[1];
  if (asked === undefined) {
    const { agents } = await client.request('agents.settings.list', {});
    const own = session.approvalMode;
    const mode = own ?? agents.find(({ agentId }) => agentId === session.agentId)?.approvalMode ?? 'ask';
    context.output.result({ key, approvalMode: mode, isOwn: own !== undefined }, own ?? `${mode} (from its agent)`);
    return;
  }
  const approvalMode = findMode(asked) ?? null;
  if (approvalMode === 'full')
    await confirm(context, `Let the agent run every command and change every file in ${key} without asking?`);
  await client.request('sessions.patch', { key, approvalMode });
  context.output.result({ ok: true, key, approvalMode }, `Approval mode of ${key}: ${asked}.`);
}
