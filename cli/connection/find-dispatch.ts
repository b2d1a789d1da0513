// Finds a dispatch by the start of its ID, as typed on the command line.
import type { Dispatch, DispatchEntry } from '#contract/types/dispatches.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { CommandError, EXIT } from '../output/exit-codes.ts';

const MAX_LISTED = 200;

/** Those in the list come before archived ones. @throws {CommandError} if none or more than one matches */
export async function findDispatch(client: GatewayClient, typed: string): Promise<Dispatch> {
  for (const archived of [false, true]) {
    const { dispatches } = await client.request('dispatches.list', { archived, limit: MAX_LISTED });
    const found = dispatches.filter(({ id }) => id.startsWith(typed));
    if (found[0] !== undefined && found.length === 1) return found[0];
    if (found.length > 1)
      throw new CommandError(EXIT.usage, `more than one dispatch matches "${typed}". Run "gatehouse dispatches"`);
  }
  throw new CommandError(EXIT.usage, `no dispatch matches "${typed}". Run "gatehouse dispatches"`);
}

/** The entry with this number, as lists show it. @throws {CommandError} */
export function findEntry({ entries }: Dispatch, typed: string): DispatchEntry {
  const entry = entries[Number(typed) - 1];
  if (entry !== undefined) return entry;
  throw new CommandError(EXIT.usage, `no agent "${typed}". Use a number from 1 to ${entries.length}`);
}
