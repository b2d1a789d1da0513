// Merges commits without a checkout: git writes the merged tree, and names the files in conflict.
import { GitError, type Git, type GitPlace } from '../ports/git.ts';
import type { ConflictRecord, ConflictVersion } from '../ports/worktree-store.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { Identity } from './read-person.ts';

const TIMEOUT_MS = 5 * 60_000;
/** Stages of the index: the common ancestor, and the two sides. */
const SIDES = { 1: 'base', 2: 'ours', 3: 'theirs' } as const;

/** A merged tree. With conflicts, their files contain markers. */
export interface MergedTree {
  readonly tree: string;
  readonly conflicts: readonly ConflictRecord[];
}

/** Where and how commits are made. */
export interface MergePlace {
  readonly git: Git;
  readonly place: GitPlace;
  readonly identity: Identity;
  readonly signal: AbortSignal;
}

/** Merges two commits. @throws {GatewayError} `GIT_TOO_OLD` */
export async function mergeTrees(
  { git, place, signal }: MergePlace,
  ours: string,
  theirs: string,
): Promise<MergedTree> {
  const args = ['merge-tree', '--write-tree', '-z', '--no-messages', ours, theirs];
  const { text } = await git
    .run(place, args, { signal, okCodes: [1], timeoutMs: TIMEOUT_MS })
    .catch((error: unknown) => {
      if (error instanceof GitError && /usage: git merge-tree|unknown option/.test(error.messages))
        throw invalidRequest('Merging requires git 2.38 or later.', 'GIT_TOO_OLD', 'Update git, then retry.');
      throw error;
    });
  const [tree = '', ...lines] = text.split('\0');
  return { tree, conflicts: groupStages(lines) };
}

/** `mode object stage\tpath` */
function groupStages(lines: readonly string[]): readonly ConflictRecord[] {
  const files = new Map<string, Partial<Record<'base' | 'ours' | 'theirs', ConflictVersion>>>();
  for (const line of lines) {
    const tab = line.indexOf('\t');
    const [mode = '', blob = '', stage = ''] = line.slice(0, tab).split(' ');
    const side = stage === '1' || stage === '2' || stage === '3' ? SIDES[stage] : undefined;
    if (tab < 0 || side === undefined) continue;
    const path = line.slice(tab + 1);
    files.set(path, { ...files.get(path), [side]: { mode, blob } });
  }
  return [...files].map(([path, versions]) => ({ path, ...versions }));
}

/** The tree of a merge after all conflicts were decided. `indexFile` is temporary. */
export async function applyDecisions(
  { git, place, signal }: MergePlace,
  { tree, conflicts }: MergedTree,
  indexFile: string,
): Promise<string> {
  const env = { GIT_INDEX_FILE: indexFile };
  await git.run(place, ['read-tree', tree], { signal, env });
  const lines = conflicts.flatMap(({ path, decided }) =>
    decided === undefined ? [] : [`${decided?.mode ?? '0'} ${decided?.blob ?? '0'.repeat(tree.length)} 0\t${path}\0`],
  );
  if (lines.length > 0)
    await git.run(place, ['update-index', '-z', '--index-info'], { signal, env, input: lines.join('') });
  return (await git.run(place, ['write-tree'], { signal, env })).text.trim();
}

/** Writes a commit and returns it. */
export async function writeCommit(
  { git, place, identity, signal }: MergePlace,
  { tree, parents, message, author = {} }: NewCommit,
): Promise<string> {
  const args = ['commit-tree', tree, ...parents.flatMap((parent) => ['-p', parent]), '-F', '-'];
  const { text } = await git.run(place, args, { signal, input: message, env: { ...identity, ...author } });
  return text.trim();
}

/** A commit to write. */
export interface NewCommit {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  /** Replaces the author. */
  readonly author?: Identity;
}

/** A commit to repeat elsewhere. */
export interface CommitFacts {
  readonly parent: string | undefined;
  readonly message: string;
  readonly author: Identity;
}

/** Reads what is needed to repeat a commit. */
export async function readCommit({ git, place, signal }: MergePlace, commit: string): Promise<CommitFacts> {
  const format = '--format=%P%x00%an%x00%ae%x00%ad%x00%B';
  const { text } = await git.run(place, ['show', '-s', '--date=raw', format, commit], { signal });
  const [parents = '', name = '', email = '', date = '', ...message] = text.split('\0');
  const [parent = ''] = parents.split(' ');
  return {
    parent: parent === '' ? undefined : parent,
    message: message.join('\0').trimEnd(),
    author: { GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email, GIT_AUTHOR_DATE: date },
  };
}
