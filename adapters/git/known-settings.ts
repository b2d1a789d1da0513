// The settings of repositories, listed by git and remembered while their files stay the same. A stale list would be harmless: only
// settings that can't name a program are taken from it.
import * as fs from 'node:fs/promises';
import path from 'node:path';
import type { GitOutput } from '#core/ports/git.ts';

const MAX_REPOSITORIES = 100;
/** A file that changed more recently can change again within the same tick of the file system's clock, ms. */
const SETTLED_MS = 100;
/** Settings that come from further files. */
const INCLUDES = /\0include(if\..*?)?\.path\n/is;

/** Lists settings. */
export class KnownSettings {
  readonly #known = new Map<string, { readonly stamp: string; readonly listed: GitOutput }>();

  /** The settings of a repository. `list` asks git for them. */
  async read(commonDir: string, gitDir: string, list: () => Promise<GitOutput>): Promise<GitOutput> {
    const key = `${commonDir}\0${gitDir}`;
    const stamp = await readStamp([path.join(commonDir, 'config'), path.join(gitDir, 'config.worktree')]);
    const known = this.#known.get(key);
    if (known !== undefined && known.stamp === stamp) return known.listed;
    this.#known.delete(key);
    const listed = await list();
    if (stamp !== undefined && listed.exitCode === 0 && !INCLUDES.test(`\0${listed.text}`)) {
      this.#known.set(key, { stamp, listed });
      const [oldest] = this.#known.keys();
      if (this.#known.size > MAX_REPOSITORIES && oldest !== undefined) this.#known.delete(oldest);
    }
    return listed;
  }
}

/** Tells versions of files apart; undefined while that isn't certain. */
async function readStamp(files: readonly string[]): Promise<string | undefined> {
  const stamps = await Promise.all(files.map(readFileStamp));
  return stamps.includes(undefined) ? undefined : stamps.join(' ');
}

async function readFileStamp(file: string): Promise<string | undefined> {
  const stats = await fs.lstat(file, { bigint: true }).catch(() => undefined);
  if (stats === undefined) return 'absent';
  // What a link leads to can change unnoticed.
  if (!stats.isFile() || Date.now() - Number(stats.ctimeMs) < SETTLED_MS) return undefined;
  return `${stats.dev}:${stats.ino}:${stats.size}:${stats.mtimeNs}:${stats.ctimeNs}`;
}
