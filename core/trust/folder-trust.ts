// Decides and remembers which folders are trusted. Agents have no access to it.
import { isJsonObject } from '#contract/types/json-object.ts';
import type { AgentSettings } from '#contract/types/agents.ts';
import { defined } from '#contract/types/defined.ts';
import {
  isTrusted,
  type FolderTrust,
  type TrustDecision,
  type TrustFile,
  type TrustState,
} from '#contract/types/folder-trust.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { Machine } from '../ports/machine.ts';
import type { FolderIdentity } from '../ports/workspace-folders.ts';
import { formatPrincipal, type Principal } from '../principal.ts';
import { findChanges, findEffectiveFiles } from './effective-files.ts';

const PREFIX = 'trust:';
/** Gatehouse wrote this file of a worktree itself. */
const WORKTREE_SETTINGS = '.git/config';

/** A decision with the folder that it is about. Another one at the same path isn't trusted. Folders of other computers have none. */
interface StoredDecision extends TrustDecision {
  readonly identity?: Pick<FolderIdentity, 'real' | 'inode'>;
}

/** A folder on a machine, which may show it under another path. */
export interface TrustTarget {
  readonly folder: string;
  readonly agent: Pick<AgentSettings, 'workspace' | 'ownFolder'> | undefined;
  readonly machine: Machine;
}

/** A decision to store. `files`: those that the person saw. */
export interface TrustRequest {
  readonly trusted: boolean;
  readonly files?: readonly Pick<TrustFile, 'path' | 'hash'>[] | undefined;
  readonly by: Principal;
}

/** Folder trust. */
export interface TrustFacet {
  list(): Promise<readonly TrustDecision[]>;
  describe(target: TrustTarget): Promise<FolderTrust>;
  /** @throws {GatewayError} `TRUST_CHANGED` if the files aren't those that the person saw. */
  set(target: TrustTarget, request: TrustRequest): Promise<FolderTrust>;
  remove(folder: string, by: Principal): Promise<boolean>;
}

type TrustPorts = Pick<EnginePorts, 'clock' | 'folders'> & {
  readonly config: Pick<EnginePorts['config'], 'settings'>;
  readonly store: Pick<EnginePorts['store'], 'settings' | 'audit' | 'worktrees'>;
};

/** Whether commands of an agent may take effect in a folder. */
export async function isFolderTrusted(
  ports: TrustPorts,
  agent: TrustTarget['agent'],
  folder: string,
): Promise<boolean> {
  return isTrusted(await findState(ports, agent, folder));
}

/** Hashes of the files that a person saw when they trusted a folder, by path. */
export async function trustedHashes(ports: TrustPorts, folder: string): Promise<ReadonlyMap<string, string>> {
  const decision = await readDecision(ports, folder);
  const identity = await ports.folders.identify(folder);
  const worktree = decision === undefined ? await findWorktree(ports, folder, identity) : undefined;
  if (worktree !== undefined)
    return new Map([...(await trustedHashes(ports, worktree.repoRoot)), [WORKTREE_SETTINGS, worktree.configHash]]);
  if (decision?.trusted !== true || !isSameFolder(decision, identity)) return new Map();
  return new Map(decision.files.map(({ path, hash }) => [path, hash]));
}

/** Whether files of a folder may take effect: it is trusted, and a person who trusted it saw them as they are now. */
export async function areFilesTrusted(
  ports: TrustPorts,
  agent: TrustTarget['agent'],
  folder: string,
  files: readonly Pick<TrustFile, 'path' | 'hash'>[],
): Promise<boolean> {
  const state = await findState(ports, agent, folder);
  if (state !== 'trusted') return isTrusted(state);
  const hashes = await trustedHashes(ports, folder);
  return files.every(({ path, hash }) => hashes.get(path) === hash);
}

/** The operations of the engine. `changed` is called after each decision. */
export function folderTrust(ports: TrustPorts, changed: () => void): TrustFacet {
  const { settings, audit } = ports.store;
  const describe = async ({ folder, agent, machine }: TrustTarget): Promise<FolderTrust> => {
    const state = await findState(ports, agent, folder);
    const files = await findEffectiveFiles(machine);
    const decision = await readDecision(ports, folder);
    const { decidedBy, decidedAtMs } = decision ?? {};
    const seen = state === 'trusted' ? await trustedHashes(ports, folder) : undefined;
    const changed = seen === undefined ? [] : findChanges(seen, files);
    return { folder, state, files, changed, ...defined({ decidedBy, decidedAtMs }) };
  };
  return {
    async list() {
      const rows = await settings.list(PREFIX);
      const decisions = rows.flatMap(({ key, value }) => toDecision(key.slice(PREFIX.length), value) ?? []);
      return decisions.map(({ identity: _, ...decision }) => decision);
    },
    describe,
    async set(target, { trusted, files: seen, by }) {
      const { folder, machine } = target;
      const files = await findEffectiveFiles(machine);
      if (trusted && seen !== undefined && !isSame(seen, files))
        throw invalidRequest(
          'The folder has changed since you saw it.',
          'TRUST_CHANGED',
          'Look at its files again, then decide.',
        );
      const { real, inode } = (await ports.folders.identify(folder)) ?? {};
      const identity = real === undefined || inode === undefined ? undefined : { real, inode };
      const decision = {
        trusted,
        files,
        ...defined({ identity }),
        decidedBy: formatPrincipal(by),
        decidedAtMs: ports.clock.now(),
      };
      const details = { trusted, files: files.map(({ path }) => path) };
      await audit.append({ by, action: trusted ? 'folder.trusted' : 'folder.distrusted', subject: folder, details });
      await settings.set(PREFIX + folder, decision);
      changed();
      return describe(target);
    },
    async remove(folder, by) {
      if ((await readDecision(ports, folder)) === undefined) return false;
      await audit.append({ by, action: 'folder.forgotten', subject: folder, details: {} });
      await settings.delete(PREFIX + folder);
      changed();
      return true;
    },
  };
}

async function findState(ports: TrustPorts, agent: TrustTarget['agent'], folder: string): Promise<TrustState> {
  const identity = await ports.folders.identify(folder);
  // A link in the place of the folder that Gatehouse created leads to one that it didn't.
  if (agent?.ownFolder === true && folder === agent.workspace && identity?.isLink !== true) return 'own';
  const decision = await readDecision(ports, folder);
  if (decision?.trusted === true) return isSameFolder(decision, identity) ? 'trusted' : 'unknown';
  const worktree = decision === undefined ? await findWorktree(ports, folder, identity) : undefined;
  if (worktree !== undefined) return findState(ports, agent, worktree.repoRoot);
  const real = identity?.real ?? folder;
  if (decision !== undefined || (await isRefused(ports, [folder, real]))) return 'untrusted';
  for (const parent of ports.config.settings().workspaces.trusted)
    if (isInside(real, (await ports.folders.identify(parent))?.real ?? parent)) return 'setting';
  return 'unknown';
}

/**
 * The worktree that Gatehouse created in a folder. It is trusted like its repository, except for files that differ: those require
 * a person's look, as in the repository itself.
 */
async function findWorktree({ store }: TrustPorts, folder: string, identity: FolderIdentity | undefined) {
  if (identity === undefined || identity.isLink) return undefined;
  const found = (await store.worktrees.list()).find(({ path, state }) => path === folder && state === 'ready');
  return found?.inode === identity.inode && found.isAdopted !== true ? found : undefined;
}

/** Another folder at the path of a trusted one isn't trusted, whether it was moved there or a link leads to it. */
function isSameFolder({ identity: seen }: StoredDecision, now: FolderIdentity | undefined): boolean {
  if (seen === undefined) return true;
  return now !== undefined && now.real === seen.real && now.inode === seen.inode;
}

/** Whether a person decided not to trust a folder that contains one of these. */
async function isRefused({ store }: TrustPorts, folders: readonly string[]): Promise<boolean> {
  const rows = await store.settings.list(PREFIX);
  return rows.some(({ key, value }) => {
    const refused = toDecision(key.slice(PREFIX.length), value);
    return refused?.trusted === false && folders.some((folder) => isInside(folder, refused.folder));
  });
}

async function readDecision(ports: TrustPorts, folder: string): Promise<StoredDecision | undefined> {
  return toDecision(folder, await ports.store.settings.get(PREFIX + folder));
}

/** A stored value that isn't a decision counts as none. */
function toDecision(folder: string, value: unknown): StoredDecision | undefined {
  if (!isJsonObject(value) || typeof value['trusted'] !== 'boolean' || !Array.isArray(value['files'])) return undefined;
  // Only this file writes these values.
  return { folder, ...value } as unknown as StoredDecision;
}

function isSame(seen: readonly Pick<TrustFile, 'path' | 'hash'>[], files: readonly TrustFile[]): boolean {
  const keys = (list: readonly Pick<TrustFile, 'path' | 'hash'>[]) =>
    JSON.stringify(list.map(({ path, hash }) => `${path}\0${hash}`).toSorted());
  return keys(seen) === keys(files);
}

function isInside(folder: string, parent: string): boolean {
  return folder === parent || folder.startsWith(parent.endsWith('/') ? parent : `${parent}/`);
}
