// Finds a worktree by its name or ID, or the start of its ID, as typed on the command line.
import type { WorktreeDetails } from '#contract/types/worktrees.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { CommandError, EXIT } from '../output/exit-codes.ts';

/** Existing worktrees come before removed ones of the same name. @throws {CommandError} if none or more than one matches */
export async function findWorktree(client: GatewayClient, typed: string): Promise<WorktreeDetails> {
  const { worktrees: all } = await client.request('worktrees.details', {});
  const named = all.filter(({ name, removedAt }) => name === typed && removedAt === undefined);
  const found = named.length > 0 ? named : all.filter(({ id, name }) => id.startsWith(typed) || name === typed);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const reason = found.length === 0 ? 'no worktree' : 'more than one worktree';
  throw new CommandError(EXIT.usage, `${reason} matches "${typed}". Run "gatehouse worktrees list"`);
}
