// The files of a folder that can take effect once it is trusted: they instruct agents, or other programs run them.
import { AGENT_FILES } from '#contract/types/agent-files.ts';
import type { TrustEffect, TrustFile } from '#contract/types/folder-trust.ts';
import type { Machine } from '../ports/machine.ts';

/** Files by what they can do. */
const CANDIDATES: Readonly<Record<Exclude<TrustEffect, 'hooks'>, readonly string[]>> = {
  instructions: [...AGENT_FILES, 'CLAUDE.md', '.github/copilot-instructions.md'],
  environment: ['.env', '.env.local', '.envrc'],
  container: [
    '.devcontainer/devcontainer.json',
    '.devcontainer.json',
    'Dockerfile',
    'compose.yaml',
    'docker-compose.yml',
  ],
  tools: [
    '.mcp.json',
    '.vscode/tasks.json',
    '.vscode/settings.json',
    '.claude/settings.json',
    '.pre-commit-config.yaml',
  ],
  scripts: ['package.json', 'Makefile', 'justfile', 'Taskfile.yml', 'setup.sh', '.gatehouse/setup.sh'],
};

/** Folders in which each file is run by git. */
const HOOK_FOLDERS = ['.git/hooks', '.husky'];
/** Git runs programs that its configuration names. */
const HOOK_FILES = ['.git/config'];
/** Most hooks that are listed. */
const MAX_HOOKS = 50;

/** Lists them with the hashes of their content. Nothing is run or interpreted. */
export async function findEffectiveFiles(machine: Machine): Promise<readonly TrustFile[]> {
  const known = Object.entries(CANDIDATES).flatMap(([effect, paths]) =>
    // The keys of the table are effects.
    paths.map((path) => ({ path, effect: effect as TrustEffect })),
  );
  const hooks = [...HOOK_FILES, ...(await listHooks(machine))].map((path) => ({ path, effect: 'hooks' as const }));
  const found = await Promise.all(
    [...known, ...hooks].map(async (file): Promise<readonly TrustFile[]> => {
      const hash = await machine.fingerprint(file.path);
      return hash === undefined ? [] : [{ ...file, hash }];
    }),
  );
  return found.flat();
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
export function findChanges(seen: readonly TrustFile[], now: readonly TrustFile[]): readonly string[] {
  const hashes = new Map(seen.map(({ path, hash }) => [path, hash]));
  return now.filter(({ path, hash }) => hashes.get(path) !== hash).map(({ path }) => path);
}
