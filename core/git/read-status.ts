// The state of a work tree, from git's porcelain format 2.
import type { Git, GitPlace } from '../ports/git.ts';

/** A path that differs from the index or the last commit. */
export interface StatusEntry {
  readonly path: string;
  readonly kind: 'changed' | 'renamed' | 'conflicted' | 'untracked';
  /** State in the index, then in the work tree, as git's letters. `.` is unchanged. */
  readonly state: string;
  /** Of a renamed file. */
  readonly oldPath?: string;
}

/** The state of a work tree. */
export interface WorkTreeStatus {
  /** Absent in a repository without commits. */
  readonly head?: string;
  readonly branch?: string;
  readonly entries: readonly StatusEntry[];
}

const TIMEOUT_MS = 120_000;

/** Reads it, with single untracked files instead of their folders on request. @throws {GitError} */
export async function readStatus(
  git: Git,
  place: GitPlace,
  signal: AbortSignal,
  untracked: 'all' | 'normal' | 'no' = 'normal',
): Promise<WorkTreeStatus> {
  const args = ['status', '--porcelain=v2', '-z', '--branch', `--untracked-files=${untracked}`, '--no-ahead-behind'];
  const { text } = await git.run(place, args, { signal, timeoutMs: TIMEOUT_MS });
  const status = parseStatus(text);
  const root = typeof place === 'string' ? place : (place.workTree ?? place.gitDir);
  const isReal = ({ kind, path }: StatusEntry) => kind !== 'untracked' || !git.isPlaceholder(`${root}/${path}`);
  return { ...status, entries: status.entries.filter(isReal) };
}

/** Fields before the path of each kind of line, including its letter. */
const FIELDS: Readonly<Record<string, { readonly kind: StatusEntry['kind']; readonly count: number }>> = {
  '1': { kind: 'changed', count: 8 },
  '2': { kind: 'renamed', count: 9 },
  u: { kind: 'conflicted', count: 10 },
};

/** Reads the output of `status --porcelain=v2 -z --branch`. */
function parseStatus(text: string): WorkTreeStatus {
  const headers = new Map<string, string>();
  const entries: StatusEntry[] = [];
  const lines = text.split('\0');
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const letter = line.charAt(0);
    if (letter === '#') {
      const [, name = '', ...value] = line.split(' ');
      headers.set(name, value.join(' '));
    } else if (letter === '?') entries.push({ path: line.slice(2), kind: 'untracked', state: '??' });
    else if (FIELDS[letter] !== undefined) {
      const { kind, count } = FIELDS[letter];
      const fields = line.split(' ');
      const entry = { path: fields.slice(count).join(' '), kind, state: fields[1] ?? '..' };
      // The old name of a renamed file follows it.
      entries.push(kind === 'renamed' ? { ...entry, oldPath: lines[(at += 1)] ?? '' } : entry);
    }
  }
  const head = headers.get('branch.oid');
  const branch = headers.get('branch.head');
  return {
    ...(head === undefined || head === '(initial)' ? {} : { head }),
    ...(branch === undefined || branch === '(detached)' ? {} : { branch }),
    entries,
  };
}
