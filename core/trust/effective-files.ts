// The files of a folder that can take effect once it is trusted: they instruct agents, or other programs run them.
import { AGENT_FILES } from '#contract/types/agent-files.ts';
import type { TrustEffect, TrustFile } from '#contract/types/folder-trust.ts';
import type { Machine } from '../ports/machine.ts';

/** Files by what they can do. */
const CANDIDATES: Readonly<Record<Exclude<TrustEffect, 'hooks'>, readonly string[]>> = {
  instructions: [...AGENT_FILES, 'CLAUDE.md', '.github/copilot-instructions.md'],
  environment: ['.env', '.env.local', '.envrc', '.tool-versions', 'mise.toml', '.mise.toml'],
  container: [
    '.devcontainer/devcontainer.json',
    '.devcontainer.json',
    'Dockerfile',
    'compose.yaml',
    'compose.yml',
    'docker-compose.yaml',
    'docker-compose.yml',
  ],
  tools: [
    '.mcp.json',
    '.vscode/tasks.json',
    '.vscode/settings.json',
    '.vscode/launch.json',
    '.vscode/mcp.json',
    '.cursor/mcp.json',
    '.claude/settings.json',
    '.claude/settings.local.json',
    '.gemini/settings.json',
    '.codex/config.toml',
    '.zed/settings.json',
    '.npmrc',
    '.yarnrc.yml',
    '.pre-commit-config.yaml',
  ],
  scripts: ['package.json', 'Makefile', 'justfile', 'Taskfile.yml', 'setup.sh', '.gatehouse/setup.sh'],
};

/** Folders in which each file is run by git. */
const HOOK_FOLDERS = ['.git/hooks', '.husky'];
/** Git runs programs that its configuration names. A `.git` that is a file names another folder with hooks and configuration. */
const HOOK_FILES = ['.git', '.git/config', '.git/config.worktree'];
/** Most hooks that are listed. */
const MAX_HOOKS = 50;

/** Lists them with the hashes of their content. Nothing is run or interpreted. */
export async function findEffectiveFiles(machine: Machine): Promise<readonly TrustFile[]> {
  const known = Object.entries(CANDIDATES).flatMap(([effect, paths]) =>
    // The keys of the table are effects.
    paths.map((path) => ({ path, effect: effect as TrustEffect })),
  );
  const images = (await findDockerfiles(machine)).map((path) => ({ path, effect: 'container' as const }));
  const hooks = [...HOOK_FILES, ...(await listHooks(machine))].map((path) => ({ path, effect: 'hooks' as const }));
  const found = await Promise.all(
    [...known, ...images, ...hooks].map(async (file): Promise<readonly TrustFile[]> => {
      const hash = await machine.fingerprint(file.path);
      return hash === undefined ? [] : [{ ...file, hash }];
    }),
  );
  return found.flat();
}

const DEV_CONTAINER_FILES = ['.devcontainer/devcontainer.json', '.devcontainer.json'];
const MAX_FILE_BYTES = 1024 * 1024;

/** Dockerfiles that dev container files name. */
async function findDockerfiles(machine: Machine): Promise<readonly string[]> {
  const lists = await Promise.all(
    DEV_CONTAINER_FILES.map(async (file) => {
      const { text = '' } = await machine.read(file, MAX_FILE_BYTES).catch(() => ({ text: '' }));
      const folder = file.split('/').slice(0, -1);
      return [...text.matchAll(/"dockerfile"\s*:\s*"([^"\\]{1,300})"/gi)].flatMap(
        ([, name = '']) => joinPath(folder, name) ?? [],
      );
    }),
  );
  const known: readonly string[] = CANDIDATES.container;
  return [...new Set(lists.flat())].filter((path) => !known.includes(path)).slice(0, MAX_HOOKS);
}

/** A path in the workspace without `.` and `..`; undefined if it leads outside. */
function joinPath(folder: readonly string[], name: string): string | undefined {
  const parts = [...folder];
  for (const part of name.split('/'))
    if (part === '..') {
      if (parts.pop() === undefined) return undefined;
    } else if (part !== '' && part !== '.') parts.push(part);
  return parts.join('/');
}

async function listHooks(machine: Machine): Promise<readonly string[]> {
  const lists = await Promise.all(
    HOOK_FOLDERS.map(async (folder) => {
      const entries = await machine.list(folder).catch(() => []);
      return entries.flatMap(({ path, kind }) => (kind === 'file' && !path.endsWith('.sample') ? [path] : []));
    }),
  );
  return lists.flat().slice(0, MAX_HOOKS);
}

/** Paths of files that are new or different; a missing file changes nothing. */
export function findChanges(hashes: ReadonlyMap<string, string>, now: readonly TrustFile[]): readonly string[] {
  return now.filter(({ path, hash }) => hashes.get(path) !== hash).map(({ path }) => path);
}
