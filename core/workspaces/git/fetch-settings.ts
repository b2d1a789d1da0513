// Settings of a repository with which fetching starts a program or contacts another host. Fetching under a rule uses the
// network and the user's credentials, so a repository with any setting that is not known requires approval.
import { FileError, type Machine } from '../../ports/machine.ts';
import { findRepository } from './plain-repository.ts';

const MAX_BYTES = 256 * 1024;
const FILES = ['config', 'config.worktree'];
/** Old places of remotes, of which Git still reads the files. */
const OLD_FOLDERS = ['remotes', 'branches'];

/** Sections that fetching doesn't use. */
const UNUSED = new Set(
  `advice alias am apply blame checkout clean color column commit diff difftool feature filter format gc gitflow gpg grep
  gui help i18n index init interactive lfs log mailinfo mailmap maintenance man merge mergetool notes pack pager pull push rebase
  receive rerere revert sequence showbranch stash status submodule tag user versionsort`.split(/\s+/),
);
/** Keys of the other sections that name neither a program nor a host. Some are replaced when the command runs. */
const KNOWN: Readonly<Record<string, ReadonlySet<string>>> = {
  core: new Set(
    `abbrev attributesfile autocrlf bare bigfilethreshold checkstat commentchar commitgraph compression deltabasecachelimit
    editor eol excludesfile filemode fscache fsmonitor hidedotfiles hookspath ignorecase ignorestat logallrefupdates longpaths
    multipackindex pager precomposeunicode preloadindex protecthfs protectntfs quotepath repositoryformatversion safecrlf
    sharedrepository sparsecheckout sparsecheckoutcone splitindex symlinks trustctime untrackedcache whitespace`.split(
      /\s+/,
    ),
  ),
  remote: new Set(
    'url fetch pushurl push prune prunetags pushdefault tagopt mirror gh-resolved skipdefaultupdate skipfetchall'.split(
      ' ',
    ),
  ),
  fetch: new Set(
    'prune prunetags parallel output showforcedupdates writecommitgraph fsckobjects unpacklimit'.split(' '),
  ),
  branch: new Set('remote merge rebase pushremote description vscode-merge-base gh-merge-base'.split(' ')),
  extensions: new Set('objectformat refstorage worktreeconfig'.split(' ')),
};

/** Why a rule can't cover `git fetch` in this folder; undefined if it can. */
export async function findFetchProblem(
  machine: Pick<Machine, 'workspace' | 'stat' | 'list' | 'read' | 'borrowedObjects'>,
  folder: string,
): Promise<string | undefined> {
  const { kind, root } = await findRepository(machine, folder);
  if (kind === 'other') return 'its repository uses files outside the workspace';
  if (root === undefined) return undefined;
  for (const name of FILES) {
    const path = `${root}/.git/${name}`;
    const isMissing = await machine.stat(path).then(
      () => false,
      () => true,
    );
    if (isMissing) continue;
    const file = await machine.read(path, MAX_BYTES).catch(() => undefined);
    const setting = file?.text === undefined ? name : findUnknownSetting(file.text);
    if (setting !== undefined)
      return `the repository's setting "${setting}" can change what "git fetch" runs or contacts`;
  }
  for (const name of OLD_FOLDERS)
    if (await hasEntries(machine, `${root}/.git/${name}`))
      return `the repository's folder "${name}" can change what "git fetch" contacts`;
  return undefined;
}

/** Whether a folder contains anything, or can't be read. */
function hasEntries(machine: Pick<Machine, 'list'>, folder: string): Promise<boolean> {
  return machine.list(folder).then(
    (entries) => entries.length > 0,
    (error: unknown) => !(error instanceof FileError) || error.code !== 'not-found',
  );
}

/** The first setting that isn't known. One that continues on the next line counts as unknown. */
export function findUnknownSetting(text: string): string | undefined {
  let section = '';
  for (const line of text.split('\n')) {
    let rest = line.trim();
    const header = /^\[\s*([\w.-]+)(?:\s+"(?:[^"\\]|\\.)*")?\s*\]/.exec(rest);
    if (header !== null) {
      section = (header[1] ?? '').toLowerCase();
      rest = rest.slice(header[0].length).trim();
    } else if (rest.startsWith('[')) return rest.slice(0, 40);
    if (rest === '' || /^[#;]/.test(rest)) continue;
    const [key = ''] = rest.split(/[\s=#;]/);
    const isPlain = !rest.endsWith('\\') && (section !== 'branch' || isPlainBranch(key, rest));
    if (!isPlain || !isKnown(section, key.toLowerCase())) return `${section}.${key}`.slice(0, 60);
  }
  return undefined;
}

/** A branch can name an address instead of a remote. */
function isPlainBranch(key: string, line: string): boolean {
  return key.toLowerCase() !== 'remote' || /^remote\s*=\s*"?[\w.-]+"?$/i.test(line);
}

/** `[remote.origin]` is an old form of `[remote "origin"]`. */
function isKnown(section: string, key: string): boolean {
  const [name = ''] = section.split('.');
  return UNUSED.has(name) || (Object.hasOwn(KNOWN, name) && KNOWN[name]?.has(key) === true);
}
