// `gatehouse worktrees`: checkouts of repositories that sessions work in side by side.
import { resolve as resolvePath } from 'node:path';
import { defined } from '#contract/types/defined.ts';
import { MERGE_MODES, type MergeMode, type PendingMerge, type WorktreeDetails } from '#contract/types/worktrees.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { findWorktree } from '../connection/find-worktree.ts';
import { withClient } from '../connection/gateway-connection.ts';
import { CommandError, EXIT } from '../output/exit-codes.ts';
import { formatBytes } from '../output/format-bytes.ts';
import { formatTime } from '../output/format-time.ts';
import { plainLine } from '../output/plain-text.ts';
import type { Column } from '../output/table.ts';
import { argument, defineCommand, optionAs, type CommandContext } from '../parser/command.ts';
import { confirm, YES_OPTION } from '../terminal/confirm.ts';

const WORKTREE = [{ name: 'worktree' }] as const;
const CONFLICT = [{ name: 'worktree' }, { name: 'file' }] as const;
const TAKES = ['ours', 'theirs', 'base', 'delete'] as const;

export const worktrees = defineCommand({
  name: 'worktrees',
  summary: 'Manage the worktrees that sessions work in',
  description:
    'A worktree is a checkout of a repository with its own branch. Refer to it by its name or ID, or by the start of its ID.',
  examples: [
    'gatehouse worktrees create ~/code/app --name fix-login',
    'gatehouse worktrees list',
    'gatehouse worktrees merge fix-login --mode squash',
    'gatehouse worktrees remove fix-login',
  ],
  subcommands: [
    { name: 'list', summary: 'List worktrees and how they compare with their repositories', run: withClient(list) },
    {
      name: 'create',
      summary: 'Create a worktree of a repository',
      args: [{ name: 'folder' }],
      options: {
        name: {
          short: 'n',
          value: 'name',
          help: 'Name of the worktree and its branch (default: chosen automatically)',
        },
        base: { short: 'b', value: 'ref', help: 'Branch, tag, or commit to start from (default: the one checked out)' },
      },
      run: withClient(create),
    },
    { name: 'show', summary: 'Show a worktree', args: WORKTREE, run: withClient(show) },
    {
      name: 'merge',
      summary: 'Merge a worktree into a branch of its repository',
      args: WORKTREE,
      options: {
        into: { value: 'branch', help: 'Target branch (default: the one the worktree started from)' },
        mode: { short: 'm', value: 'mode', help: `Merge method: ${MERGE_MODES.join(', ')} (default: merge)` },
      },
      run: withClient(merge),
    },
    {
      name: 'resolve',
      summary: 'Resolve a conflict in a file',
      args: CONFLICT,
      options: {
        take: { value: 'version', help: `Version to use: ${TAKES.join(', ')}; "ours" is the target branch` },
      },
      run: withClient(resolve),
    },
    {
      name: 'hand-over',
      summary: 'Ask the agent of the worktree to resolve the conflicts',
      args: WORKTREE,
      run: withClient(handOver),
    },
    {
      name: 'continue',
      summary: 'Complete a merge whose conflicts are resolved',
      args: WORKTREE,
      run: withClient(complete),
    },
    { name: 'abort', summary: 'Cancel a merge that stopped at conflicts', args: WORKTREE, run: withClient(abort) },
    {
      name: 'keep',
      summary: "Create the worktree's branch in its repository",
      args: WORKTREE,
      run: withClient(keep),
    },
    {
      name: 'remove',
      summary: 'Remove a worktree; it can be restored for 30 days',
      args: WORKTREE,
      options: { force: { short: 'f', help: 'Stop the active runs in it' }, ...YES_OPTION },
      run: withClient(remove),
    },
    { name: 'restore', summary: 'Restore a removed worktree', args: WORKTREE, run: withClient(restore) },
    { name: 'gc', summary: 'Delete worktrees that were removed more than 30 days ago', run: withClient(collect) },
  ],
});

const COLUMNS: readonly Column<WorktreeDetails>[] = [
  { title: 'NAME', cell: ({ name }) => plainLine(name) },
  { title: 'REPOSITORY', cell: ({ repoName }) => plainLine(repoName) },
  { title: 'BRANCH', cell: ({ branch }) => plainLine(branch) },
  { title: 'STATE', cell: describeState },
  { title: 'UNCOMMITTED', alignsRight: true, cell: ({ status }) => String(countUncommitted(status)) },
  { title: 'AHEAD', alignsRight: true, cell: ({ status }) => String(status?.ahead ?? '') },
  { title: 'BEHIND', alignsRight: true, cell: ({ status }) => String(status?.behind ?? '') },
  {
    title: 'SIZE',
    alignsRight: true,
    cell: ({ status }) => (status?.sizeBytes === undefined ? '' : formatBytes(status.sizeBytes)),
  },
  { title: 'LAST USED', cell: ({ lastActiveAt }) => formatTime(lastActiveAt) },
];

async function list({ output }: CommandContext, client: GatewayClient): Promise<void> {
  const found = await client.request('worktrees.details', { status: true, size: true });
  output.json({ ok: true, ...found });
  output.table(COLUMNS, found.worktrees, 'No worktrees.');
}

async function create(context: CommandContext, client: GatewayClient): Promise<void> {
  const options = { ...optionAs(context, 'name', 'name'), ...optionAs(context, 'base', 'baseRef') };
  const created = await client.request('worktrees.create', { repoRoot: toFolder(argument(context, 0)), ...options });
  const { worktrees: found } = await client.request('worktrees.details', { ids: [created.id] });
  for (const { message } of found[0]?.notes ?? []) context.output.note(plainLine(message));
  context.output.result({ ok: true, worktree: created }, `${created.path}\nOn branch ${created.branch}.`);
}

async function show(context: CommandContext, client: GatewayClient): Promise<void> {
  const { id } = await find(context, client);
  const { worktrees: found } = await client.request('worktrees.details', { ids: [id], status: true, size: true });
  const [worktree] = found;
  if (worktree === undefined) throw new CommandError(EXIT.usage, 'the worktree has been deleted');
  const { status } = worktree;
  const pending = status?.pendingMerge;
  const lines = [
    `Name:        ${plainLine(worktree.name)}`,
    `Repository:  ${plainLine(worktree.repoRoot)}`,
    ...(worktree.path === undefined ? [] : [`Folder:      ${plainLine(worktree.path)}`]),
    `Branch:      ${plainLine(status?.branch ?? worktree.branch)}, from ${plainLine(worktree.baseRef)}`,
    `State:       ${describeState(worktree)}`,
    `Uncommitted: ${countUncommitted(status)}`,
    ...(status === undefined
      ? []
      : [`Commits:     ${status.ahead} ahead of ${plainLine(status.target)}, ${status.behind} behind`]),
    `Sessions:    ${worktree.sessionKeys.map((key) => plainLine(key)).join(', ') || 'none'}`,
    ...worktree.notes.map(({ message }) => `Note:        ${plainLine(message)}`),
    ...(status?.problem === undefined ? [] : [`Problem:     ${plainLine(status.problem)}`]),
    ...(pending === undefined ? [] : [describeConflicts(pending)]),
  ];
  context.output.result({ ok: true, worktree }, lines.join('\n'));
}

async function merge(context: CommandContext, client: GatewayClient): Promise<void> {
  const { id } = await find(context, client);
  const { mode: asked = 'merge' } = optionAs(context, 'mode', 'mode');
  const mode = MERGE_MODES.find((name): name is MergeMode => name === asked);
  if (mode === undefined)
    throw new CommandError(EXIT.usage, `unknown mode "${asked}". Use one of: ${MERGE_MODES.join(', ')}`);
  const result = await client.request('worktrees.merge', { id, mode, ...optionAs(context, 'into', 'target') });
  report(context, result);
}

async function resolve(context: CommandContext, client: GatewayClient): Promise<void> {
  const { id } = await find(context, client);
  const path = argument(context, 1);
  const { take: asked = '' } = optionAs(context, 'take', 'take');
  const take = TAKES.find((name) => name === asked);
  if (take === undefined) throw new CommandError(EXIT.usage, `choose a version: --take ${TAKES.join('|')}`);
  const { pending } = await client.request('worktrees.merge.decide', { id, path, take });
  context.output.result({ ok: true, pending }, describeConflicts(pending));
}

async function complete(context: CommandContext, client: GatewayClient): Promise<void> {
  const { id } = await find(context, client);
  report(context, await client.request('worktrees.merge.complete', { id }));
}

async function handOver(context: CommandContext, client: GatewayClient): Promise<void> {
  const { id, name } = await find(context, client);
  const asked = await client.request('worktrees.merge.handOver', { id });
  context.output.result(
    { ok: true, ...asked },
    `The agent is resolving the conflicts. When it's done, run "gatehouse worktrees merge ${plainLine(name)}" again.`,
  );
}

async function abort(context: CommandContext, client: GatewayClient): Promise<void> {
  const { id } = await find(context, client);
  await client.request('worktrees.merge.cancel', { id });
  context.output.result({ ok: true }, 'Canceled the merge. Nothing has changed.');
}

async function keep(context: CommandContext, client: GatewayClient): Promise<void> {
  const { id } = await find(context, client);
  const kept = await client.request('worktrees.keepBranch', { id });
  context.output.result({ ok: true, ...kept }, `Kept as branch ${plainLine(kept.branch)} in the repository.`);
}

async function remove(context: CommandContext, client: GatewayClient): Promise<void> {
  const { id, name } = await find(context, client);
  await confirm(context, `Remove the worktree ${plainLine(name)}? It can be restored for 30 days.`);
  const force = context.options['force'] === true;
  const removed = await client.request('worktrees.remove', { id, ...defined({ force: force ? true : undefined }) });
  context.output.result(
    { ok: true, id, ...removed },
    `Removed ${plainLine(name)}. To undo: gatehouse worktrees restore ${id.slice(0, 8)}`,
  );
}

async function restore(context: CommandContext, client: GatewayClient): Promise<void> {
  const { id } = await find(context, client);
  const worktree = await client.request('worktrees.restore', { id });
  context.output.result({ ok: true, worktree }, `Restored ${plainLine(worktree.path)}.`);
}

async function collect({ output }: CommandContext, client: GatewayClient): Promise<void> {
  const result = await client.request('worktrees.gc', {});
  const { removed, orphansDeleted } = result;
  const found = `Found ${orphansDeleted} unlisted worktree${orphansDeleted === 1 ? '' : 's'}, which you can restore now.`;
  const deleted = `Deleted ${removed.length} expired worktree${removed.length === 1 ? '' : 's'}.`;
  output.result({ ok: true, ...result }, orphansDeleted === 0 ? deleted : `${deleted} ${found}`);
}

/** A folder that the host can find. */
function toFolder(name: string): string {
  return name.startsWith('~') ? name : resolvePath(name);
}

type MergeResult =
  | { readonly status: 'merged'; readonly target: string; readonly commit: string }
  | { readonly status: 'conflicts'; readonly target: string; readonly pending: PendingMerge };

function report({ output }: CommandContext, result: MergeResult): void {
  const text =
    result.status === 'merged'
      ? `Merged into ${plainLine(result.target)} (${result.commit.slice(0, 10)}).`
      : `${describeConflicts(result.pending)}\nNothing has changed in ${plainLine(result.target)} yet. Resolve each file with "gatehouse worktrees resolve", then run "gatehouse worktrees continue".`;
  output.result({ ok: true, ...result }, text);
}

function describeConflicts({ conflicts }: PendingMerge): string {
  return conflicts
    .map(({ path, isResolved }) => `${isResolved ? 'Resolved' : 'Conflict'}:    ${plainLine(path)}`)
    .join('\n');
}

function describeState({ status, removedAt }: WorktreeDetails): string {
  if (removedAt !== undefined) return 'removed';
  return status?.pendingMerge === undefined ? (status?.health ?? 'ready') : 'in conflict';
}

function countUncommitted(status: WorktreeDetails['status']): number {
  return status === undefined ? 0 : status.changed + status.untracked + status.conflicted;
}

/** The worktree with this name or ID, or the only one whose ID starts with it. */
function find(context: CommandContext, client: GatewayClient): Promise<WorktreeDetails> {
  return findWorktree(client, argument(context, 0));
}
