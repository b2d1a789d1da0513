// Changes in a git repository: since the base of the branch, since the last commit, or of a commit. They are for reading.
import type { ChangedFile, ChangedFileDetail, ChangeHunk, ChangesList } from '#contract/types/changes.ts';
import { defined } from '#contract/types/defined.ts';
import type { Machine } from '../ports/machine.ts';
import type { FileDiff } from '../workspaces/git/parse-diff.ts';
import { diffWorkspace } from '../workspaces/git/workspace-diff.ts';
import { unknownChange } from './changes-errors.ts';
import { hashContent } from './content-hash.ts';
import { isGenerated } from './generated-files.ts';
import { splitLines } from './line-diff.ts';

const LARGE_LINES = 2_000;
const MAX_SHOWN_BYTES = 5 * 1024 * 1024;
/** The only part of a binary file. */
const WHOLE_FILE: ChangeHunk = { id: 'file', kind: 'file', oldStart: 0, oldLines: [], newStart: 0, newLines: [] };

/** Which changes. */
export interface RepositoryQuery {
  readonly scope: 'base' | 'uncommitted' | 'commit';
  readonly commit?: string;
}

/** Lists changed files. */
export async function listRepositoryChanges(
  machine: Machine,
  sessionKey: string,
  query: RepositoryQuery,
  signal: AbortSignal,
): Promise<ChangesList> {
  const found = await compare(machine, query, signal);
  const facts = { sessionKey, scope: query.scope, canDecide: false, notes: [], runs: [], operations: [] };
  if ('unavailable' in found) {
    const unavailable = found.unavailable === 'not_git' ? 'not-git' : 'unknown-commit';
    return { ...facts, files: [], additions: 0, deletions: 0, truncated: false, unavailable };
  }
  const files = found.files.map(toChangedFile);
  return {
    ...facts,
    files,
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    truncated: found.truncated,
    ...defined({ branch: found.branch }),
    commits: found.commits,
  };
}

/** A changed file with its parts. */
export async function readRepositoryChange(
  machine: Machine,
  { path, ...query }: RepositoryQuery & { readonly path: string },
  signal: AbortSignal,
): Promise<ChangedFileDetail> {
  const found = await compare(machine, query, signal);
  const diff = 'files' in found ? found.files.find((file) => file.path === path) : undefined;
  if (diff === undefined) throw unknownChange('Change');
  const hunks = diff.binary === true ? [WHOLE_FILE] : toHunks(diff.patch ?? '');
  // The new version of an older commit isn't on the disk.
  const isOnDisk = query.scope !== 'commit' && diff.status !== 'deleted' && diff.binary !== true;
  const file = isOnDisk ? await machine.read(path, MAX_SHOWN_BYTES).catch(() => undefined) : undefined;
  return { ...toChangedFile(diff), hunks, editable: false, ...defined({ lines: toLines(file?.text) }) };
}

function toLines(text: string | undefined): readonly string[] | undefined {
  return text === undefined ? undefined : splitLines(text);
}

function compare(machine: Machine, { scope, commit }: RepositoryQuery, signal: AbortSignal) {
  return diffWorkspace(machine, { scope: scope === 'base' ? 'all' : scope, ...defined({ commit }) }, signal);
}

function toChangedFile(diff: FileDiff): ChangedFile {
  const { path, oldPath, status, additions, deletions, binary, patch = '' } = diff;
  return {
    path,
    status,
    additions,
    deletions,
    version: hashContent(`${oldPath ?? ''} ${status} ${patch}`),
    ...defined({ oldPath, binary }),
    ...(isGenerated(path) ? { generated: true } : {}),
    ...(additions + deletions > LARGE_LINES ? { large: true } : {}),
  };
}

const HEADER = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/;

/** The changed regions of a unified diff, without the lines around them. */
function toHunks(patch: string): readonly ChangeHunk[] {
  const hunks: ChangeHunk[] = [];
  const counts = new Map<string, number>();
  let [oldLine, newLine] = [0, 0];
  let [removed, added]: [string[], string[]] = [[], []];
  const close = (): void => {
    if (removed.length + added.length === 0) return;
    const hash = hashContent(`${removed.join('').length} ${removed.join('')}${added.join('')}`);
    const count = (counts.get(hash) ?? 0) + 1;
    counts.set(hash, count);
    const [oldStart, newStart] = [oldLine - removed.length, newLine - added.length];
    const id = count === 1 ? hash : `${hash}-${count}`;
    hunks.push({ id, kind: 'lines', oldStart, oldLines: removed, newStart, newLines: added });
    [removed, added] = [[], []];
  };
  let isInside = false;
  for (const line of splitLines(patch)) {
    const header = HEADER.exec(line);
    if (header !== null) {
      close();
      [oldLine, newLine] = [Number(header[1]), Number(header[2])];
      isInside = true;
    } else if (!isInside) continue;
    else if (line.startsWith('-')) {
      removed.push(line.slice(1));
      oldLine += 1;
    } else if (line.startsWith('+')) {
      added.push(line.slice(1));
      newLine += 1;
    } else if (line.startsWith('\\')) dropEnding(added.length > 0 ? added : removed);
    else {
      close();
      oldLine += 1;
      newLine += 1;
    }
  }
  close();
  return hunks;
}

/** "No newline at end of file" is about the line before. */
function dropEnding(lines: string[]): void {
  const last = lines.pop();
  if (last !== undefined) lines.push(last.replace(/\n$/, ''));
}
