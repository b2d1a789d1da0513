// An agent's own files: read safely, versioned on write, and included in the prompt once a person has saved them.
import { takeStart } from '#contract/types/truncate-text.ts';
import {
  AGENT_FILES,
  agentFileName,
  MAX_AGENT_FILE_BYTES,
  type AgentFileHistory,
  type AgentFileName,
  type AgentFileVersion,
} from '#contract/types/agent-files.ts';
import { defined } from '#contract/types/defined.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { AgentSettings } from '#contract/types/agents.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { AgentFileDraft } from '../ports/agent-files.ts';
import { FileError, type FileContent, type FileStat, type Machine } from '../ports/machine.ts';
import { trustedHashes } from '../trust/folder-trust.ts';
import { openMachine } from '../workspaces/open-workspace.ts';
import { requireAgent } from '../runs/model-choice.ts';
import { SerialQueue } from '../serial-queue.ts';
import { formatPrincipal, type Principal } from '../principal.ts';

/** Author of content that was in the folder before anyone saved it here. */
const FOUND = 'found';

/** A file as it currently is in the folder. */
export interface AgentFileState {
  readonly name: AgentFileName;
  readonly workspace: string;
  /** Absent while it is missing. */
  readonly content?: FileContent;
}

/** A change to an agent file. */
export interface AgentFileOptions {
  readonly agentId: string;
  readonly name: string;
  readonly content: string;
  /** Empty: the file must not exist yet. */
  readonly expectedHash?: string;
  readonly by: Principal;
}

/** Reads and writes agent files. Names are validated here; file errors are thrown as {@link FileError}. */
export interface AgentFiles {
  /** Metadata of the files that exist, by name. */
  list(agentId: string): Promise<{ readonly workspace: string; readonly stats: ReadonlyMap<string, FileStat> }>;
  read(agentId: string, name: string): Promise<AgentFileState>;
  write(options: AgentFileOptions): Promise<AgentFileState>;
  history(agentId: string, name: string): Promise<AgentFileHistory>;
  version(agentId: string, name: string, id: number): Promise<AgentFileVersion & { readonly content: string }>;
}

/** The files of all agents. Writes are serialized; `changed` is called after each. */
export function agentFiles(ports: EnginePorts, changed: () => void): AgentFiles {
  const writes = new SerialQueue();
  const read = async (agentId: string, name: string): Promise<AgentFileState> =>
    readState(await openFolder(ports, agentId), requireName(name));
  return {
    async list(agentId) {
      const machine = await openFolder(ports, agentId);
      const stats = await Promise.all(AGENT_FILES.map((name) => unlessMissing(machine.stat(name))));
      const found = stats.flatMap((stat) => (stat?.kind === 'file' ? [[stat.path, stat] as const] : []));
      return { workspace: machine.workspace, stats: new Map(found) };
    },
    read,
    async write(options) {
      const state = await writes.run(() => writeFile(ports, options));
      changed();
      return state;
    },
    async history(agentId, name) {
      const known = requireName(name);
      const { content } = await read(agentId, name);
      const accepted = await acceptedHashes(ports, requireAgent(ports.config.settings(), agentId));
      return {
        agentId,
        name: known,
        missing: content === undefined,
        ...defined({ hash: content?.hash }),
        inForce: content !== undefined && isInForce(accepted, known, content.hash),
        versions: await ports.store.agentFiles.versions(agentId, known),
      };
    },
    async version(agentId, name, id) {
      const version = await ports.store.agentFiles.version(agentId, requireName(name), id);
      if (version === undefined) throw invalidRequest(`Unknown version: ${id}.`, 'VERSION_NOT_FOUND');
      return version;
    },
  };
}

/** The files included in the agent's prompt, in order. Unreadable files are skipped. */
export async function filesInForce(
  ports: EnginePorts,
  agent: AgentSettings,
): Promise<readonly { readonly name: AgentFileName; readonly text: string }[]> {
  const accepted = await acceptedHashes(ports, agent);
  // This runs before every model call, so files that can't be included aren't read.
  const names = AGENT_FILES.filter((name) => accepted === 'all' || accepted.has(name));
  if (names.length === 0) return [];
  // Without its folder an agent has no files; tools report the problem with the folder.
  const machine = await openMachine(ports.machines, agent).catch(() => undefined);
  if (machine === undefined) return [];
  const files = await Promise.all(
    (await findExisting(machine, names)).map(async (name) => {
      try {
        const { content } = await readState(machine, name);
        const { text = '', hash = '' } = content ?? {};
        if (text.trim() === '' || !isInForce(accepted, name, hash)) return [];
        // The agent writes to its own folder, too.
        return [{ name, text: ports.secretGuard.redact(text).value }];
      } catch (error) {
        ports.log.warn("Couldn't read an agent file.", { agentId: agent.agentId, name, error: String(error) });
        return [];
      }
    }),
  );
  return files.flat();
}

/** The names that the folder may have. Usually none exists, and one listing is faster than a failed read of each. */
async function findExisting(machine: Machine, names: readonly AgentFileName[]): Promise<readonly AgentFileName[]> {
  if (machine.openFolder === undefined) return names;
  try {
    const folder = await machine.openFolder('');
    // Some file systems ignore case.
    const entries = await folder.list().finally(() => folder.close());
    const found = new Set(entries.map((entry) => entry.name.toLowerCase()));
    return names.filter((name) => found.has(name.toLowerCase()));
  } catch {
    // Reading tells what is wrong with the folder.
    return names;
  }
}

/** `all`: the folder was created by Gatehouse, so only its owner and the agent write to it. */
type Accepted = 'all' | ReadonlyMap<string, string>;

async function acceptedHashes(ports: EnginePorts, agent: AgentSettings): Promise<Accepted> {
  if (agent.ownFolder === true) return 'all';
  // What a person saved in the app comes after what they saw when they trusted the folder.
  return new Map([
    ...(await trustedHashes(ports, agent.workspace)),
    ...(await ports.store.agentFiles.accepted(agent.agentId)),
  ]);
}

/** In any other folder, a file is included only if a person has saved exactly this content. */
function isInForce(accepted: Accepted, name: string, hash: string): boolean {
  return accepted === 'all' || accepted.get(name) === hash;
}

async function writeFile(ports: EnginePorts, options: AgentFileOptions): Promise<AgentFileState> {
  const { agentId, content, expectedHash, by } = options;
  const name = requireName(options.name);
  // The prompt must not contain a key.
  ports.secretGuard.refuse(content);
  const machine = await openFolder(ports, agentId);
  const before = await readState(machine, name);
  refuseStale(name, before.content?.hash ?? '', expectedHash);
  const { hash, size } = await machine.write(name, content, before.content?.hash ?? '');
  const newest = (await ports.store.agentFiles.versions(agentId, name))[0];
  const version = { agentId, name, savedAtMs: ports.clock.now() };
  const found = findUnversioned(before.content, newest?.hash);
  const drafts: AgentFileDraft[] =
    found === undefined ? [] : [{ ...version, ...found, savedBy: FOUND, accepted: false }];
  if (newest?.hash !== hash || !newest.accepted || found !== undefined)
    drafts.push({ ...version, hash, size, content, savedBy: formatPrincipal(by), accepted: true });
  const details = { name, hash, size };
  await ports.store.agentFiles.add(drafts, { by, action: 'agent.file.saved', subject: agentId, details });
  return readState(machine, name);
}

/** The existing content, unless a version has it. It is kept so that it can be restored. */
function findUnversioned(content: FileContent | undefined, newestHash: string | undefined) {
  if (content?.text === undefined || content.hash === newestHash) return undefined;
  return { hash: content.hash, size: content.stat.size, content: content.text };
}

function refuseStale(name: string, hash: string, expectedHash: string | undefined): void {
  if (expectedHash === undefined || expectedHash === hash) return;
  throw expectedHash === ''
    ? new FileError('exists', `${name} already exists. Read it, then retry the change.`)
    : new FileError('changed', `${name} has changed since it was read. Read it again, then retry the change.`);
}

async function readState(machine: Machine, name: AgentFileName): Promise<AgentFileState> {
  const content = await unlessMissing(machine.read(name, MAX_AGENT_FILE_BYTES));
  return { name, workspace: machine.workspace, ...defined({ content }) };
}

async function openFolder(ports: EnginePorts, agentId: string): Promise<Machine> {
  return openMachine(ports.machines, requireAgent(ports.config.settings(), agentId));
}

async function unlessMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof FileError && error.code === 'not-found') return undefined;
    throw error;
  }
}

function requireName(name: string): AgentFileName {
  const known = agentFileName(name);
  if (known !== undefined) return known;
  const hint = `Use one of ${AGENT_FILES.join(', ')}.`;
  throw invalidRequest(`Unknown agent file: ${takeStart(name, 100)}.`, 'UNKNOWN_AGENT_FILE', hint);
}
