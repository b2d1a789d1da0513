// Confines file operations to a remote workspace. Each part of a path is checked without following links; a link is read and
// resolved from the workspace again. Unlike on this computer, a folder that a remote program replaces between the check and the
// operation isn't noticed: SFTP has no paths relative to an open folder.
import { FileError } from '#core/ports/machine.ts';
import { outside, unclearLink } from '../workspace-tools/file-failure.ts';
import { isControlPath, isUnclearTarget, splitPath } from '../workspace-tools/workspace-path.ts';
import { SftpFailure, type SftpClient } from './sftp-client.ts';
import type { SftpAttributes } from './sftp-packets.ts';

const MAX_LINKS = 40;
const KIND_MASK = 0o170000;
const KINDS = new Map([
  [0o100000, 'file'],
  [0o040000, 'directory'],
  [0o120000, 'link'],
] as const);

/** The kind of an entry. */
export function findKind({ mode }: SftpAttributes): 'file' | 'directory' | 'link' | 'other' {
  return KINDS.get((mode & KIND_MASK) as 0o100000) ?? 'other';
}

/** An entry of the workspace. */
export interface RemotePlace {
  /** Absolute path. */
  readonly at: string;
  /** Relative to the workspace; empty for the workspace itself. */
  readonly path: string;
  /** Undefined if it doesn't exist. */
  readonly attributes: SftpAttributes | undefined;
}

/** Options of a walk. */
export interface RemoteWalk {
  /** Don't resolve a link in the last part. */
  readonly keepLink?: boolean;
  readonly makeFolders?: boolean;
  /** The entry will be changed, which isn't allowed in Git's folder. */
  readonly change?: boolean;
}

/** Finds entries below `real`, the workspace's real path. */
export class RemoteRoot {
  readonly real: string;
  readonly #sftp: () => Promise<SftpClient>;

  constructor(real: string, sftp: () => Promise<SftpClient>) {
    this.real = real;
    this.#sftp = sftp;
  }

  /** @throws {FileError} */
  async find(asked: string, options: RemoteWalk = {}): Promise<RemotePlace> {
    const sftp = await this.#sftp();
    let parts = splitPath(asked, [this.real], '/');
    for (let links = 0; links <= MAX_LINKS; links += 1) {
      if (options.change === true && isControlPath(parts))
        throw new FileError('denied', `${JSON.stringify(asked)} belongs to Git and can't be changed by file tools.`);
      const found = await this.#walk(sftp, asked, parts, options);
      if ('path' in found) return found;
      parts = found;
    }
    throw outside(asked);
  }

  /** Like `find`. @throws {FileError} `not-found` if it doesn't exist */
  async require(
    asked: string,
    options: RemoteWalk = {},
  ): Promise<RemotePlace & { readonly attributes: SftpAttributes }> {
    const place = await this.find(asked, options);
    const { attributes } = place;
    if (attributes === undefined) throw new FileError('not-found', `${JSON.stringify(asked)} doesn't exist.`);
    return { ...place, attributes };
  }

  /** The entry, or the parts to walk instead because of a link. */
  async #walk(
    sftp: SftpClient,
    asked: string,
    parts: readonly string[],
    options: RemoteWalk,
  ): Promise<RemotePlace | readonly string[]> {
    let at = this.real;
    let attributes = await lstatOrNothing(sftp, at);
    if (attributes === undefined)
      throw new FileError('not-found', `The workspace ${this.real} doesn't exist on the remote host.`);
    for (const [index, part] of parts.entries()) {
      const isLast = index === parts.length - 1;
      at = `${at}/${part}`;
      attributes = await lstatOrNothing(sftp, at);
      const kind = attributes === undefined ? undefined : findKind(attributes);
      if (kind === 'link' && !(isLast && options.keepLink === true)) {
        const target = await sftp.readlink(at);
        return [...this.#partsBehind(asked, parts.slice(0, index), target), ...parts.slice(index + 1)];
      }
      if (isLast || kind === 'directory') continue;
      if (kind !== undefined)
        throw new FileError('not-a-folder', `Part of the path ${JSON.stringify(asked)} isn't a folder.`);
      if (options.makeFolders !== true) return { at, path: parts.join('/'), attributes: undefined };
      await sftp.mkdir(at);
    }
    return { at, path: parts.join('/'), attributes };
  }

  #partsBehind(asked: string, before: readonly string[], target: string): readonly string[] {
    if (isUnclearTarget(target)) throw unclearLink(asked);
    try {
      return splitPath(target.startsWith('/') ? target : [...before, target].join('/'), [this.real], '/');
    } catch {
      const message = `${JSON.stringify(asked)} contains a link that points outside the workspace.`;
      throw new FileError('outside-workspace', message);
    }
  }
}

async function lstatOrNothing(sftp: SftpClient, at: string): Promise<SftpAttributes | undefined> {
  try {
    return await sftp.lstat(at);
  } catch (error) {
    if (error instanceof SftpFailure && error.code === 'not-found') return undefined;
    throw error;
  }
}
