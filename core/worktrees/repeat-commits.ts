// Repeats the commits of a branch on top of another one, as a rebase does, without a checkout.
import { invalidRequest } from '#contract/wire/errors.ts';
import type { MergeRecord } from '../ports/worktree-store.ts';
import { mergeTrees, readCommit, writeCommit, type MergePlace } from './merge-trees.ts';

const MAX_COMMITS = 1_000;

/** The commits that a branch has and the target doesn't, oldest first. Merge commits are left out. @throws {GatewayError} */
export async function listCommits(
  { git, place, signal }: MergePlace,
  target: string,
  source: string,
): Promise<readonly string[]> {
  const args = ['rev-list', '--reverse', '--topo-order', '--no-merges', `${target}..${source}`];
  const { text } = await git.run(place, args, { signal });
  const commits = text.split('\n').filter((line) => line !== '');
  if (commits.length <= MAX_COMMITS) return commits;
  throw invalidRequest(
    `${commits.length} commits are too many to rebase.`,
    'TOO_MANY_COMMITS',
    'Merge or squash instead.',
  );
}

/** Repeats commits until one conflicts or all are done. `decided`: the tree of the first one, after its conflicts were decided. */
export async function repeatCommits(
  place: MergePlace,
  merge: MergeRecord,
  decided: string | undefined,
): Promise<MergeRecord> {
  let { onto } = merge;
  let known = decided;
  for (const [index, commit] of merge.left.entries()) {
    const { parent, message, author } = await readCommit(place, commit);
    const merged = known === undefined ? await mergeOnto(place, onto, commit, parent) : { tree: known, conflicts: [] };
    known = undefined;
    if (merged.conflicts.length > 0) return { ...merge, ...merged, onto, left: merge.left.slice(index) };
    // What the target has already needs no empty commit.
    if (merged.tree !== (await readTree(place, onto)))
      onto = await writeCommit(place, { tree: merged.tree, parents: [onto], message, author });
  }
  return { ...merge, onto, left: [], conflicts: [], result: onto };
}

/** The change of one commit, applied to another commit: both get the commit's parent, which is then their only common ancestor. */
async function mergeOnto(place: MergePlace, onto: string, commit: string, parent: string | undefined) {
  if (parent === undefined)
    throw invalidRequest("The first commit of a repository can't be rebased.", 'UNRELATED', 'Merge instead.');
  const tree = await readTree(place, onto);
  const ours = await writeCommit(place, { tree, parents: [parent], message: 'Base of a rebase' });
  return mergeTrees(place, ours, commit);
}

async function readTree({ git, place, signal }: MergePlace, commit: string): Promise<string> {
  return (await git.run(place, ['rev-parse', '--verify', `${commit}^{tree}`], { signal })).text.trim();
}
