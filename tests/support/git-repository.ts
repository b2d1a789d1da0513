// Real git repositories for tests.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/** A repository in a temporary folder. */
export interface TestRepository {
  readonly folder: string;
  /** Runs git there and returns its output. */
  git(...args: string[]): string;
  put(name: string, text: string | Uint8Array): Promise<void>;
  read(name: string): Promise<string>;
  /** Commits everything and returns the commit. */
  commit(message: string): string;
}

const IDENTITY = {
  GIT_AUTHOR_NAME: 'Ada Lovelace',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_COMMITTER_NAME: 'Ada Lovelace',
  GIT_COMMITTER_EMAIL: 'ada@example.org',
};

/** How `HEAD` names a branch. */
const REF = 'ref: ';

/** Runs git in a folder, without the settings of this computer's user. */
export function runGit(folder: string, ...args: string[]): string {
  const env = { ...process.env, ...IDENTITY, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
  // The files of a container belong to another user.
  return execFileSync('git', ['-c', 'safe.directory=*', ...args], {
    cwd: folder,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();
}

/** The commit that was just made, without another process; undefined in a worktree of git itself, whose branch is elsewhere. */
function readHead(folder: string): string | undefined {
  try {
    const head = readFileSync(path.join(folder, '.git/HEAD'), 'utf8').trim();
    return head.startsWith(REF) ? readFileSync(path.join(folder, '.git', head.slice(REF.length)), 'utf8').trim() : head;
  } catch {
    return undefined;
  }
}

/** An existing repository or worktree. */
export function openRepository(folder: string): TestRepository {
  const git = (...args: string[]) => runGit(folder, ...args);
  return {
    folder,
    git,
    async put(name, text) {
      await fs.mkdir(path.dirname(path.join(folder, name)), { recursive: true });
      await fs.writeFile(path.join(folder, name), text);
    },
    read: (name) => fs.readFile(path.join(folder, name), 'utf8'),
    commit(message) {
      git('add', '-A');
      git('commit', '-qm', message);
      return readHead(folder) ?? git('rev-parse', 'HEAD');
    },
  };
}

/** A repository with a branch `main` and no commits. */
export async function initRepository(folder: string, ...options: string[]): Promise<TestRepository> {
  await fs.mkdir(folder, { recursive: true });
  const repository = openRepository(folder);
  // Without the sample hooks. Each process that isn't started makes many tests faster.
  repository.git('init', '-q', '--template=', '-b', 'main', ...options);
  await fs.appendFile(path.join(folder, '.git/config'), '[user]\n\tname = Ada Lovelace\n\temail = ada@example.org\n');
  return repository;
}

/** A temporary folder that is removed after the test, by its real path. */
export async function makeTestFolder(name: string): Promise<string> {
  const folder = await fs.realpath(await fs.mkdtemp(path.join(tmpdir(), `gatehouse-${name}-`)));
  onTestFinished(() => fs.rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
  return folder;
}
