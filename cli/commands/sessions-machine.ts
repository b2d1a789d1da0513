// `gatehouse sessions machine`: where the commands of a session run.
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { findSession } from '../connection/find.ts';
import { argument, type CommandContext } from '../parser/command.ts';
import { confirm } from '../terminal/confirm.ts';

/** Shows or changes the machine of a session. */
export async function sessionMachine(context: CommandContext, client: GatewayClient): Promise<void> {
  const { key, machine = null } = await findSession(client, argument(context, 0));
  const asked = context.args[1];
  if (asked === undefined) return context.output.result({ key, machine }, machine ?? 'not chosen yet');
  if (asked === 'host' && machine !== 'host')
    await confirm(context, `Run the commands of ${key} on this computer without isolation?`);
  await client.request('sessions.patch', { key, machine: asked });
  context.output.result({ ok: true, key, machine: asked }, `Changed the machine of ${key} to ${asked}.`);
}
