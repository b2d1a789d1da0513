// Writes the repository of a worktree: its own folder, settings, and refs, with the objects of the base borrowed.
import { toObjectList } from '../workspaces/git/plain-repository.ts';
import type { WorktreePorts } from './worktree-ports.ts';
import { worktreePlace } from './worktree-ports.ts';
import { findSetting, type BaseRepository, type Setting } from './inspect-base.ts';

const CHECKOUT_TIMEOUT_MS = 10 * 60_000;
/** Settings of the base that describe its file system and line ends. */
const CORE_SETTINGS = ['filemode', 'symlinks', 'ignorecase', 'precomposeunicode', 'autocrlf', 'eol', 'safecrlf'];

/** What to check out. */
export interface WorktreePlan {
  readonly path: string;
  readonly branch: string;
  readonly commit: string;
}

/** Writes the files of the repository, and returns the text of its settings. Nothing is checked out yet. */
export async function writeRepository(
  { worktreeFolders: files }: Pick<WorktreePorts, 'worktreeFolders'>,
  base: BaseRepository,
  { path, branch, commit }: WorktreePlan,
): Promise<string> {
  const folder = `${path}/.git`;
  const config = toConfig(base);
  const written: readonly (readonly [name: string, text: string])[] = [
    ['objects/info/alternates', toObjectList(base.objectFolders)],
    ['packed-refs', base.packedRefs],
    [`refs/heads/${branch}`, `${commit}\n`],
    ['info/exclude', base.excluded],
    ['config', config],
    ...(base.shallow === undefined ? [] : [['shallow', base.shallow] as const]),
    // Last: without it, this isn't a repository.
    ['HEAD', `ref: refs/heads/${branch}\n`],
  ];
  for (const [name, text] of written) await files.write(`${folder}/${name}`, text);
  return config;
}

/** Checks out the files. Filters and hooks aren't run. */
export async function checkOut(
  { git }: Pick<WorktreePorts, 'git'>,
  plan: WorktreePlan,
  signal: AbortSignal,
): Promise<void> {
  // A crash while it is created removes it, so nothing waits for the disk.
  await git.run(worktreePlace(plan), ['read-tree', '--reset', '-u', plan.commit], {
    signal,
    timeoutMs: CHECKOUT_TIMEOUT_MS,
    env: {
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'core.fsync',
      GIT_CONFIG_VALUE_0: 'none',
    },
  });
}

function toConfig(base: BaseRepository): string {
  const { settings, person, objectFormat } = base;
  const core = CORE_SETTINGS.flatMap((key) => {
    const value = findSetting(settings, `core.${key}`) ?? findSetting(person, `core.${key}`);
    return value === undefined ? [] : ([[key, value]] as const);
  });
  const isExtended = objectFormat === 'sha256';
  const user = ['name', 'email'].flatMap((key) => {
    const value = findSetting(person, `user.${key}`);
    return value === undefined ? [] : ([[key, value]] as const);
  });
  return [
    section('core', [
      ['repositoryformatversion', isExtended ? '1' : '0'],
      ['bare', 'false'],
      ['logallrefupdates', 'true'],
      ...core,
    ]),
    ...(isExtended ? [section('extensions', [['objectformat', 'sha256']])] : []),
    ...(user.length === 0 ? [] : [section('user', user)]),
    ...listRemotes(settings),
  ].join('');
}

/** Remotes without the credentials in their addresses, which an agent must not see. */
function listRemotes(settings: readonly Setting[]): readonly string[] {
  const remotes = new Map<string, [string, string][]>();
  for (const { name, value } of settings) {
    const [, remote, key] = /^remote\.(.+)\.(url|fetch|pushurl)$/s.exec(name) ?? [];
    if (remote === undefined || key === undefined) continue;
    remotes.set(remote, [...(remotes.get(remote) ?? []), [key, withoutCredentials(value)]]);
  }
  return [...remotes].map(([remote, lines]) => section(`remote "${remote.replaceAll(/["\\]/g, '\\$&')}"`, lines));
}

/** An address without a user name and password, except for the user name of SSH. */
function withoutCredentials(url: string): string {
  return url.replace(/^(https?:\/\/)[^@/\s]*@/i, '$1').replace(/^(ssh:\/\/[^:@/\s]+):[^@/\s]*@/i, '$1@');
}

/** A section of git's settings. */
export function section(name: string, lines: readonly (readonly [key: string, value: string])[]): string {
  return [`[${name}]`, ...lines.map(([key, value]) => `\t${key} = ${quote(value)}`), ''].join('\n');
}

function quote(value: string): string {
  return /^[\w./:@+*-]*$/.test(value)
    ? value
    : `"${value.replaceAll(/["\\]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\t', '\\t')}"`;
}
