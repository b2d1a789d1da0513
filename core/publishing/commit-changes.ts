// Commits changes of a checkout, all or some, without running hooks or filters. Other staged changes stay as they are.
import { invalidRequest } from '#contract/wire/errors.ts';
import type { MadeCommit } from '#contract/types/publishing.ts';
import { readStatus, type StatusEntry } from '../git/read-status.ts';
import { readIdentity } from '../worktrees/read-person.ts';
import { writeCommit } from '../worktrees/merge-trees.ts';
import { listFiltered } from '../worktrees/update-checkout.ts';
import type { WorktreePorts } from '../worktrees/worktree-ports.ts';
import type { ChangesPlace } from './find-place.ts';
import { scanPatch, secretsFound } from './scan-patch.ts';

const TIMEOUT_MS = 5 * 60_000;
const MAX_PATCH_BYTES = 64 * 1024 * 1024;
const MAX_NAMED = 5;

/** What to commit. */
export interface CommitRequest {
  readonly message: string;
  /** Default: everything that changed. */
  readonly paths?: readonly string[];
  /** A person has decided to commit text that looks like a secret. */
  readonly allowSecrets: boolean;
}

/** Commits. @throws {GatewayError} */
export async function commitChanges(
  ports: WorktreePorts,
  changes: ChangesPlace,
  request: CommitRequest,
  signal: AbortSignal,
): Promise<MadeCommit> {
  const { git, worktreeFolders: files, ids } = ports;
  const { place } = changes;
  const { entries, head, branch } = await readStatus(git, place, signal, 'all');
  const parents = [...(head === undefined ? [] : [head]), ...(await readMergeHeads(ports, changes))];
  const paths = selectPaths(entries, request.paths, parents.length > 1);
  await requireUnfiltered(ports, changes, paths, signal);
  const identity = await readIdentity(ports, changes.settingsFolder, signal);
  const folder = `${files.root}/.merging/${ids.next()}`;
  await files.create(folder);
  try {
    const index = { GIT_INDEX_FILE: `${folder}/index` };
    const options = { signal, timeoutMs: TIMEOUT_MS };
    const input = paths.map((path) => `${path}\0`).join('');
    const update = ['update-index', '-z', '--add', '--remove', '--stdin'];
    if (head !== undefined) await git.run(place, ['read-tree', head], { ...options, env: index });
    await git.run(place, update, { ...options, env: index, input });
    const tree = (await git.run(place, ['write-tree'], { ...options, env: index })).text.trim();
    if (!request.allowSecrets) await requireNoSecrets(ports, changes, [head, tree], signal);
    const commit = await writeCommit({ git, place, identity, signal }, { tree, parents, message: request.message });
    const move = ['update-ref', '-m', `commit: ${request.message.split('\n')[0] ?? ''}`, 'HEAD', commit];
    await git.run(place, head === undefined ? move : [...move, head], { ...options, env: identity });
    await git.run(place, update, { ...options, input });
    if (parents.length > 1) await git.run(place, ['merge', '--quit'], options);
    return { commit, files: paths.length, ...(branch === undefined ? {} : { branch }) };
  } finally {
    await files.remove(folder);
  }
}

/** Commits that a merge in progress brings in. */
async function readMergeHeads({ worktreeFolders }: WorktreePorts, { place }: ChangesPlace): Promise<readonly string[]> {
  const text = await worktreeFolders.read(`${place.gitDir}/MERGE_HEAD`);
  return (text ?? '').split('\n').filter((line) => /^[0-9a-f]{40,64}$/.test(line));
}

function selectPaths(
  entries: readonly StatusEntry[],
  wanted: readonly string[] | undefined,
  isMerge: boolean,
): readonly string[] {
  const conflicts = entries.filter(({ kind }) => kind === 'conflicted').map(({ path }) => path);
  if (conflicts.length > 0)
    throw invalidRequest(
      `These files have conflicts: ${conflicts.slice(0, MAX_NAMED).join(', ')}.`,
      'CONFLICTS_LEFT',
      'Resolve them and stage them with "git add", then commit.',
    );
  if (isMerge && wanted !== undefined)
    throw invalidRequest('A merge in progress can only be committed as a whole.', 'PARTIAL_MERGE', 'Commit all files.');
  const selection = wanted === undefined ? undefined : new Set(wanted);
  const chosen = entries.filter(
    // A nested repository isn't a file.
    ({ path, oldPath }) =>
      !path.endsWith('/') && (selection === undefined || selection.has(path) || selection.has(oldPath ?? path)),
  );
  if (chosen.length === 0 && !isMerge)
    throw invalidRequest('There is nothing to commit.', 'NOTHING_TO_COMMIT', 'Change a file first.');
  return [...new Set(chosen.flatMap(({ path, oldPath }) => (oldPath === undefined ? [path] : [oldPath, path])))];
}

async function requireUnfiltered(
  { git }: WorktreePorts,
  { place, settingsFolder }: ChangesPlace,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const filtered = await listFiltered(git, { ...place, settingsFolder }, new Set(paths), signal);
  if (filtered.length === 0) return;
  throw invalidRequest(
    `These files are stored through a filter such as Git LFS, which Gatehouse doesn't run: ${filtered.slice(0, MAX_NAMED).join(', ')}.`,
    'FILES_USE_FILTERS',
    `Commit them with git in ${place.workTree}.`,
  );
}

async function requireNoSecrets(
  { git, secretGuard }: WorktreePorts,
  { place }: ChangesPlace,
  [from, to]: readonly [string | undefined, string],
  signal: AbortSignal,
): Promise<void> {
  // In a repository without commits, everything is new.
  const before = from ?? (await git.run(place, ['mktree'], { signal, input: '' })).text.trim();
  // Without a work tree, no attributes in it can declare a file as binary, which would hide its text.
  const { text } = await git.run({ gitDir: place.gitDir }, ['diff-tree', '-r', '-p', '-U0', before, to], {
    signal,
    timeoutMs: TIMEOUT_MS,
    maxOutputBytes: MAX_PATCH_BYTES,
  });
  const findings = scanPatch(text, secretGuard);
  if (findings.length > 0) throw secretsFound(findings, 'committed');
}
