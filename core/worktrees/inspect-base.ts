// Reads what a worktree takes over from its repository: commits, refs, settings, and where the objects are.
import { invalidRequest } from '#contract/wire/errors.ts';
import { findRepository, type Repository } from '../git/find-repository.ts';
import type { WorktreePorts } from './worktree-ports.ts';
import { joinPath } from '../workspaces/join-path.ts';

/** Repositories that borrow objects from others, in a row. */
const MAX_DEPTH = 5;
/** Settings of the person that a worktree needs. */
const PERSONAL = '^(user\\.(name|email)|core\\.(autocrlf|eol|excludesfile))$';
const REFS = ['refs/heads', 'refs/tags', 'refs/remotes', 'refs/notes', 'refs/replace'];

/** A setting of git. Names are in lower case, except for the part between the first and the last dot. */
export interface Setting {
  readonly name: string;
  readonly value: string;
}

/** A repository that worktrees are made from. */
export interface BaseRepository extends Repository {
  /** The folder of its files; of a bare one, the repository. */
  readonly root: string;
  /** Folders with its objects, its own first. */
  readonly objectFolders: readonly string[];
  readonly settings: readonly Setting[];
  /** Name and email of the person, and how they want line ends and ignored files. */
  readonly person: readonly Setting[];
  /** Lines of a list of packed refs, sorted. */
  readonly packedRefs: string;
  /** The list of commits whose parents are missing. */
  readonly shallow?: string;
  /** Files that are never added. */
  readonly excluded: string;
  readonly hasHooks: boolean;
}

/** The repository of a folder. @throws {GatewayError} `NOT_A_REPOSITORY` */
async function requireRepository(
  { git }: Pick<WorktreePorts, 'git'>,
  folder: string,
  signal: AbortSignal,
): Promise<Repository & { readonly root: string }> {
  const found = await findRepository(git, folder, signal);
  if (found === undefined)
    throw invalidRequest(
      `${folder} isn't in a git repository.`,
      'NOT_A_REPOSITORY',
      'Choose a folder of a repository, or run "git init" and make a first commit.',
    );
  return { ...found, root: found.workTree ?? found.commonDir };
}

/** Reads a repository. @throws {GatewayError} if no worktree can be made from it */
export async function inspectBase(ports: WorktreePorts, folder: string, signal: AbortSignal): Promise<BaseRepository> {
  const { git, worktreeFolders: files } = ports;
  const found = await requireRepository(ports, folder, signal);
  const { commonDir } = found;
  const read = async (args: readonly string[], asPerson?: true): Promise<string> => {
    const options = { signal, okCodes: [1, 128], ...(asPerson === undefined ? {} : { asPerson: {} }) };
    const { text, exitCode } = await git.run(found.root, args, options);
    return exitCode === 0 ? text : '';
  };
  const [settings, person, refs, shallow, exclude, objectFolders, hooks] = await Promise.all([
    read(['config', '--local', '--null', '--list']),
    read(['config', '--null', '--show-scope', '--get-regexp', PERSONAL], true),
    read(['for-each-ref', '--format=%(objectname) %(refname)%00%(*objectname)', ...REFS]),
    found.isShallow ? files.read(`${commonDir}/shallow`) : undefined,
    files.read(`${commonDir}/info/exclude`),
    findObjectFolders(files, `${commonDir}/objects`),
    files.list(`${commonDir}/hooks`),
  ]);
  const local = parseSettings(settings);
  const personal = parsePersonal(person);
  requireComplete(local);
  await requireObjects(files, objectFolders);
  const ignored = await files.read(findSetting(personal, 'core.excludesfile') ?? '~/.config/git/ignore');
  return {
    ...found,
    objectFolders,
    settings: local,
    person: personal,
    packedRefs: toPackedRefs(refs),
    ...(shallow === undefined ? {} : { shallow }),
    excluded: [exclude, ignored].flatMap((text) => (text === undefined ? [] : [text.trimEnd(), ''])).join('\n'),
    hasHooks: findSetting(local, 'core.hookspath') !== undefined || hooks.some((name) => !name.endsWith('.sample')),
  };
}

/** The last value of a setting. */
export function findSetting(settings: readonly Setting[], name: string): string | undefined {
  return settings.findLast((setting) => setting.name === name)?.value;
}

/** `name\nvalue\0`; without a value, it is true. */
function parseSettings(text: string): readonly Setting[] {
  return text
    .split('\0')
    .filter((entry) => entry !== '')
    .map((entry) => {
      const end = entry.indexOf('\n');
      return end < 0 ? { name: entry, value: 'true' } : { name: entry.slice(0, end), value: entry.slice(end + 1) };
    });
}

/**
 * `scope\0name\nvalue\0`. Which file has the person's ignore rules is only taken from their own settings: its content becomes readable
 * in the worktree, so a repository must not be able to name one.
 */
function parsePersonal(text: string): readonly Setting[] {
  const fields = text.split('\0');
  return fields.flatMap((scope, at) => {
    const settings = at % 2 === 0 ? parseSettings(fields[at + 1] ?? '') : [];
    return settings.filter(({ name }) => name !== 'core.excludesfile' || scope === 'global' || scope === 'system');
  });
}

/** Missing objects would have to be downloaded while files are checked out. */
function requireComplete(settings: readonly Setting[]): void {
  if (findSetting(settings, 'extensions.partialclone') === undefined) return;
  throw invalidRequest(
    'This repository is a partial clone, so some of its objects may be missing.',
    'PARTIAL_CLONE',
    'Make it complete: git config --unset extensions.partialClone, then git fetch --refetch.',
  );
}

/** Machines may read these folders, so a list in the repository must not be able to name any other. @throws {GatewayError} */
async function requireObjects(files: WorktreePorts['worktreeFolders'], folders: readonly string[]): Promise<void> {
  for (const folder of folders) {
    const isOfRepository = /[/\\]objects$/.test(folder) && (await files.list(`${folder}/..`)).includes('HEAD');
    if (isOfRepository && !folder.includes('\n')) continue;
    throw invalidRequest(
      `The repository borrows objects from ${folder}, which isn't the folder of a repository.`,
      'BORROWED_OBJECTS',
      'Copy the objects into it with "git repack -a -d", then remove the file objects/info/alternates.',
    );
  }
}

/** Git sorts them by name, as a list of packed refs must be. */
function toPackedRefs(text: string): string {
  const lines = text.split('\n').flatMap((line) => {
    const [ref = '', peeled = ''] = line.split('\0');
    return ref === '' ? [] : [ref, ...(peeled === '' ? [] : [`^${peeled}`])];
  });
  return ['# pack-refs with: peeled fully-peeled sorted ', ...lines, ''].join('\n');
}

/** Git ignores relative paths in the lists of borrowed folders, so all of them are found here. */
async function findObjectFolders(
  files: WorktreePorts['worktreeFolders'],
  own: string,
  depth = 0,
): Promise<readonly string[]> {
  const folder = await files.resolve(own);
  const list = (await files.read(`${folder}/info/alternates`)) ?? '';
  const others = depth >= MAX_DEPTH ? [] : list.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const nested = await Promise.all(others.map((line) => findObjectFolders(files, joinPath(folder, line), depth + 1)));
  return [...new Set([folder, ...nested.flat()])];
}
