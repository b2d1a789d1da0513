// Confines file operations to a workspace. Each part of a path is opened relative to its parent without following links. A link
// is read and resolved from the workspace again, so no path leads outside.
import { constants } from 'node:fs';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { FileError } from '#core/ports/machine.ts';
import { errorCode, fileFailure, outside, unclearLink } from './file-failure.ts';
import { isControlPath, isUnclearTarget, splitPath } from './workspace-path.ts';

const MAX_LINKS = 40;
const OPEN_FOLDER = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;
/** On Linux, paths can be relative to an open folder, so replacing a folder has no effect. */
const HAS_FD_PATHS = process.platform === 'linux';

/** An entry of an open folder. Valid only inside the callback. */
export interface Place {
  /** Path of the entry for system calls, through the open folder. */
  readonly at: string;
  /** The open folder. */
  readonly folder: string;
  /** Last part of the path; empty for the workspace itself. */
  readonly name: string;
  /** Real path relative to the workspace, with `/`. */
  readonly path: string;
}

/** Options of a walk. */
export interface WalkOptions {
  /** Don't resolve a link in the last part. */
  readonly keepLink?: boolean;
  /** Create missing parent folders. */
  readonly makeFolders?: boolean;
  /** The entry will be changed, which isn't allowed in Git's folder. */
  readonly change?: boolean;
}

/** A confined folder. */
export interface WorkspaceRoot {
  /** Real absolute path. */
  readonly real: string;
  /** The forbidden folders, relative to the workspace. */
  readonly closed: readonly string[];
  /** Whether a path relative to the workspace, with `/`, is in a forbidden folder. */
  isClosed(relative: string): boolean;
  /** Runs `use` with the entry at `asked`. @throws {FileError} */
  at<T>(asked: string, options: WalkOptions, use: (place: Place) => Promise<T>): Promise<T>;
}

interface Step {
  /** Absent on Windows, where folders can't be held open. */
  readonly handle: fs.FileHandle | undefined;
  readonly at: string;
}

/** Opens a workspace. `forbidden` folders, such as our own home, aren't accessible even if they are inside it. @throws {FileError} */
export async function openWorkspaceRoot(workspace: string, forbidden: readonly string[]): Promise<WorkspaceRoot> {
  if (!path.isAbsolute(workspace)) throw new FileError('not-found', 'A workspace must be an absolute path.');
  const real = await realFolder(workspace);
  const closed = await closedParts(real, forbidden);
  const roots = real === workspace ? [real] : [real, path.resolve(workspace)];
  return {
    real,
    closed,
    isClosed: (relative) => closed.some((folder) => relative === folder || relative.startsWith(`${folder}/`)),
    at: async (asked, options, use) => {
      const walk = new Walk(real, roots, closed, options);
      try {
        return await use(await walk.to(asked));
      } catch (error) {
        throw fileFailure(error, asked);
      } finally {
        await walk.close();
      }
    },
  };
}

async function realFolder(workspace: string): Promise<string> {
  try {
    const real = await fs.realpath(workspace);
    if (!(await fs.stat(real)).isDirectory())
      throw new FileError('not-a-folder', `The workspace ${workspace} isn't a folder.`);
    return real;
  } catch (error) {
    throw isGone(error) ? gone(workspace) : fileFailure(error, workspace);
  }
}

const isGone = (error: unknown): boolean => errorCode(error) === 'ENOENT';

function gone(workspace: string): FileError {
  return new FileError('not-found', `The workspace ${workspace} doesn't exist. Choose another folder.`);
}

/** Paths of forbidden folders below the workspace. @throws {FileError} if the workspace itself is forbidden. */
async function closedParts(real: string, forbidden: readonly string[]): Promise<readonly string[]> {
  const closed: string[] = [];
  for (const folder of forbidden) {
    const target = await fs.realpath(folder).catch(() => path.resolve(folder));
    const relative = path.relative(real, target);
    if (relative === '')
      throw new FileError('denied', "This folder contains Gatehouse's own data. Choose another folder.");
    if (!relative.startsWith('..') && !path.isAbsolute(relative)) closed.push(relative.split(path.sep).join('/'));
  }
  return closed;
}

/** One walk from the workspace to an entry. Holds the passed folders open until `close`. */
class Walk {
  readonly #steps: Step[] = [];
  #links = 0;
  readonly #real: string;
  readonly #roots: readonly string[];
  readonly #closed: readonly string[];
  readonly #options: WalkOptions;

  constructor(real: string, roots: readonly string[], closed: readonly string[], options: WalkOptions) {
    this.#real = real;
    this.#roots = roots;
    this.#closed = closed;
    this.#options = options;
  }

  async to(asked: string): Promise<Place> {
    let parts = splitPath(asked, this.#roots);
    for (;;) {
      this.#check(asked, parts);
      const next = await this.#attempt(asked, parts);
      if ('place' in next) return next.place;
      parts = next.again;
      this.#links += 1;
      if (this.#links > MAX_LINKS) throw outside(asked);
    }
  }

  async close(): Promise<void> {
    const open = this.#steps.splice(0);
    await Promise.all(open.map(async (step) => step.handle?.close()));
  }

  #check(asked: string, parts: readonly string[]): void {
    const joined = parts.join('/');
    if (this.#closed.some((closed) => joined === closed || joined.startsWith(`${closed}/`))) throw outside(asked);
    // Moving or deleting a folder would include the forbidden one inside it.
    if (this.#options.keepLink === true && this.#closed.some((closed) => closed.startsWith(`${joined}/`)))
      throw outside(asked);
    if (this.#options.change === true && isControlPath(parts)) {
      throw new FileError('denied', `${JSON.stringify(asked)} belongs to Git and can't be changed by file tools.`);
    }
  }

  /** The entry, or the parts to walk instead because of a link. */
  async #attempt(
    asked: string,
    parts: readonly string[],
  ): Promise<{ readonly place: Place } | { readonly again: readonly string[] }> {
    await this.close();
    let folder = await this.#enterWorkspace();
    const last = parts.length - 1;
    for (const [index, part] of parts.entries()) {
      const at = path.join(folder.at, part);
      const behind = await this.#linkTarget(at);
      if (behind !== undefined && !(index === last && this.#options.keepLink === true)) {
        return { again: [...this.#partsBehind(asked, parts.slice(0, index), behind), ...parts.slice(index + 1)] };
      }
      if (index === last) return { place: { at, folder: folder.at, name: part, path: parts.join('/') } };
      folder = await this.#enterOrMake(at, path.join(this.#real, ...parts.slice(0, index + 1)), asked);
    }
    return { place: { at: `${folder.at}/.`, folder: folder.at, name: '', path: '' } };
  }

  async #enterWorkspace(): Promise<Step> {
    try {
      return await this.#enter(this.#real, this.#real);
    } catch (error) {
      throw isGone(error) ? gone(this.#real) : error;
    }
  }

  #partsBehind(asked: string, before: readonly string[], target: string): readonly string[] {
    if (isUnclearTarget(target)) throw unclearLink(asked);
    const joined = path.isAbsolute(target) ? target : path.join('.', ...before, target);
    try {
      return splitPath(joined, this.#roots);
    } catch {
      const message = `${JSON.stringify(asked)} contains a link that points outside the workspace.`;
      throw new FileError('outside-workspace', message);
    }
  }

  async #linkTarget(at: string): Promise<string | undefined> {
    try {
      return await fs.readlink(at);
    } catch (error) {
      // EINVAL: not a link. ENOENT: missing, which the caller handles.
      if (['EINVAL', 'ENOENT', 'UNKNOWN'].includes(errorCode(error) ?? '')) return undefined;
      throw error;
    }
  }

  async #enterOrMake(at: string, real: string, asked: string): Promise<Step> {
    try {
      return await this.#enter(at, real);
    } catch (error) {
      if (errorCode(error) !== 'ENOENT' || this.#options.makeFolders !== true) throw fileFailure(error, asked);
      await fs.mkdir(at).catch((failure: unknown) => {
        if (errorCode(failure) !== 'EEXIST') throw failure;
      });
      return this.#enter(at, real);
    }
  }

  async #enter(at: string, real: string): Promise<Step> {
    const handle = process.platform === 'win32' ? undefined : await fs.open(at, OPEN_FOLDER);
    const step: Step = { handle, at: HAS_FD_PATHS && handle !== undefined ? `/proc/self/fd/${handle.fd}` : real };
    this.#steps.push(step);
    if (!HAS_FD_PATHS && (await fs.realpath(real)) !== real) throw outside(real);
    return step;
  }
}
