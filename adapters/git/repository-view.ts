// Lets git use a repository with settings that were checked before it starts. An agent can write the settings of a repository at any time,
// also between a check and the start of git, so git reads a copy that contains only settings which can't name a program.
import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { GitError } from '#core/ports/git.ts';
import { errorCode } from '../machines/workspace-tools/file-failure.ts';

const OWNER_ONLY_FOLDER = 0o700;
const OWNER_ONLY = 0o600;
const IS_WINDOWS = process.platform === 'win32';
/** What git looks for in the folder that it shares between work trees, besides the settings. Hooks aren't part of it. */
const FOLDERS = ['objects', 'refs', 'reftable', 'logs', 'info'];
const FILES = ['packed-refs', 'shallow'];
/** Settings that describe files, formats, and how to compare or merge. All others are left out. */
const ALLOWED: readonly RegExp[] = [
  /^core\.(repositoryformatversion|bare|filemode|symlinks|ignorecase|precomposeunicode|protecthfs|protectntfs|autocrlf|eol|safecrlf|checkroundtripencoding|trustctime|checkstat|sparsecheckout|sparsecheckoutcone|excludesfile|attributesfile|logallrefupdates|sharedrepository|bigfilethreshold|longpaths|commitgraph|multipackindex)$/,
  // A missing extension would make git misread the repository. The one for more settings isn't needed: they are already in the list.
  /^extensions\.(?!worktreeconfig$)/,
  /^(user|author|committer)\.(name|email)$/,
  /^i18n\./,
  /^diff\.(renames|renamelimit|algorithm|indentheuristic)$/,
  /^merge\.(renames|renamelimit|directoryrenames|conflictstyle|renormalize)$/,
  /^remote\..*\.(fetch|promisor|partialclonefilter)$/s,
  /^branch\..*\.(remote|merge)$/s,
  /^index\.sparse$/,
];

/** Makes views. */
export class RepositoryViews {
  #folder: Promise<string> | undefined;
  readonly #wanted: string | undefined;

  /** `folder`: where. What an earlier process left there is removed. Default: the system's folder for temporary files. */
  constructor(folder?: string) {
    this.#wanted = folder;
  }

  /**
   * Runs something with a folder for `GIT_COMMON_DIR`. `settings`: as listed by `git config --null --show-scope --list`. `commonDir`: the
   * folder of the repository that it replaces.
   */
  async use<T>(commonDir: string, settings: string, act: (view: string) => Promise<T>): Promise<T> {
    const view = path.join(await this.#requireFolder(), `gatehouse-git-view-${randomUUID()}`);
    try {
      await makeView(view, commonDir, settings).catch((error: unknown) => {
        throw toViewError(error);
      });
      return await act(view);
    } finally {
      // Its links are removed, not what they lead to.
      await fs.rm(view, { recursive: true, force: true });
    }
  }

  /** Opened once; again if that failed, such as on a full disk. */
  async #requireFolder(): Promise<string> {
    this.#folder ??= this.#open();
    try {
      return await this.#folder;
    } catch (error) {
      this.#folder = undefined;
      throw toViewError(error);
    }
  }

  async #open(): Promise<string> {
    const folder = this.#wanted;
    if (folder === undefined) return tmpdir();
    await fs.rm(folder, { recursive: true, force: true });
    await fs.mkdir(folder, { recursive: true, mode: OWNER_ONLY_FOLDER });
    return folder;
  }
}

async function makeView(view: string, commonDir: string, settings: string): Promise<void> {
  await fs.mkdir(view, { mode: OWNER_ONLY_FOLDER });
  await fs.writeFile(path.join(view, 'config'), toSafeSettings(settings), { mode: OWNER_ONLY });
  const names = new Set(await fs.readdir(commonDir).catch(() => []));
  await Promise.all([
    ...FOLDERS.filter((name) => names.has(name)).map((name) =>
      fs.symlink(path.join(commonDir, name), path.join(view, name), 'junction'),
    ),
    ...FILES.map((name) => linkFile(path.join(commonDir, name), path.join(view, name))),
  ]);
}

function toViewError(error: unknown): GitError {
  const code = errorCode(error);
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new GitError('no-space', 'No space left on the disk. Free some space and retry.');
  return new GitError('failed', `Couldn't prepare to run git (${code ?? 'unknown error'}). Retry.`);
}

/** Windows has links to folders, but those to files need a permission. Nothing that runs in a view writes these files. */
async function linkFile(from: string, to: string): Promise<void> {
  if (!IS_WINDOWS) return fs.symlink(from, to);
  await fs.copyFile(from, to).catch(() => undefined);
}

/** The file with the allowed ones of the listed settings of the repository and its work tree. */
function toSafeSettings(listed: string): string {
  const fields = listed.split('\0');
  const lines: string[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [scope, setting = ''] = [fields[at], fields[at + 1]];
    const end = setting.indexOf('\n');
    const name = end < 0 ? setting : setting.slice(0, end);
    if ((scope !== 'local' && scope !== 'worktree') || !ALLOWED.some((pattern) => pattern.test(name))) continue;
    // A setting without a value is true.
    lines.push(toLines(name, end < 0 ? 'true' : setting.slice(end + 1)));
  }
  return lines.join('');
}

function toLines(name: string, value: string): string {
  const [first, last] = [name.indexOf('.'), name.lastIndexOf('.')];
  const sub = first === last ? '' : ` "${name.slice(first + 1, last).replaceAll(/["\\]/g, '\\$&')}"`;
  const text = value
    .replaceAll(/["\\]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\t', '\\t')
    .replaceAll('\b', '\\b');
  return `[${name.slice(0, first)}${sub}]\n\t${name.slice(last + 1)} = "${text}"\n`;
}
