// Finds the folders of a repository, so that git can be bound to them.
import * as fs from 'node:fs/promises';
import path from 'node:path';
import type { GitOutput, GitPlace } from '#core/ports/git.ts';

/** Folders of a repository. `env`: variables that bind git to it. */
export interface LocatedRepository {
  /** Where its objects, refs, and settings are. */
  readonly commonDir: string;
  readonly env: Record<string, string>;
}

type Ask = (args: readonly string[], env: Record<string, string>) => Promise<GitOutput>;

/** The repository of a place, or the answer of git if there is none. */
export async function locateRepository(place: GitPlace, ask: Ask): Promise<LocatedRepository | GitOutput> {
  if (typeof place !== 'string') {
    const commonDir = await readCommonDir(place.gitDir);
    return { commonDir, env: { ...bindPlace(place), GIT_COMMON_DIR: commonDir } };
  }
  const questions = ['--git-dir', '--git-common-dir', '--show-toplevel'];
  const answer = await ask(['rev-parse', '--path-format=absolute', ...questions], {});
  // A bare repository has no last answer.
  const [gitDir = '', commonDir = '', workTree] = answer.text.split('\n').filter((line) => line !== '');
  if (gitDir === '' || commonDir === '') return answer;
  return {
    commonDir,
    env: { ...bindPlace({ gitDir, ...(workTree === undefined ? {} : { workTree }) }), GIT_COMMON_DIR: commonDir },
  };
}

/** Variables that bind git to a place. */
export function bindPlace(place: GitPlace): Record<string, string> {
  if (typeof place === 'string') return {};
  const { gitDir, workTree } = place;
  return { GIT_DIR: gitDir, ...(workTree === undefined ? {} : { GIT_WORK_TREE: workTree }) };
}

/** A linked work tree of git names the folder that it shares with others. */
async function readCommonDir(gitDir: string): Promise<string> {
  const named = await fs.readFile(path.join(gitDir, 'commondir'), 'utf8').catch(() => '');
  return path.resolve(gitDir, named.trim());
}
