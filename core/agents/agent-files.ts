// An agent's own files: read safely, written with a version kept, told to the model when a person stands behind them.
import {
  AGENT_FILES,
  agentFileName,
  MAX_AGENT_FILE_BYTES,
  type AgentFileHistory,
  type AgentFileName,
  type AgentFileVersion,
} from '#contract/types/agent-files.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { AgentSettings } from '#contract/types/agents.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { AgentFileDraft } from '../ports/agent-files.ts';
import { FileError, type FileContent, type FileStat, type Sandbox } from '../ports/machine.ts';
import { agentOf } from '../runs/model-choice.ts';

/** Who saved what lay in the folder before anybody saved it here. */
const FOUND = 'found';

/** A file as it is in the folder now. */
export interface AgentFileState {
  readonly name: AgentFileName;
  readonly workspace: string;
  /** Absent while it is missing. */
  readonly content?: FileContent;
}

/** What a person wants an agent file to be. */
export interface AgentFileOptions {
  readonly agentId: string;
  readonly name: string;
  readonly content: string;
  /** Empty: it must not exist. */
  readonly expectedHash?: string;
  readonly by: string;
}

/** Reading and writing of agent files. Names are checked here; file trouble leaves as {@link FileError}. */
export interface AgentFiles {
  /** Facts of those that are there, by name. */
  list(agentId: string): Promise<{ readonly workspace: string; readonly stats: ReadonlyMap<string, FileStat> }>;
  read(agentId: string, name: string): Promise<AgentFileState>;
  write(wish: AgentFileOptions): Promise<AgentFileState>;
  history(agentId: string, name: string): Promise<AgentFileHistory>;
  version(agentId: string, name: string, id: number): Promise<AgentFileVersion & { readonly content: string }>;
}

/** The files of all agents. Writes of one gateway happen one after the other. */
export function agentFiles(ports: EnginePorts): AgentFiles {
  let lastWrite: Promise<unknown> = Promise.resolve();
  const read = async (agentId: string, name: string): Promise<AgentFileState> =>
    readState(await openFolder(ports, agentId), requireName(name));
  return {
    async list(agentId) {
      const sandbox = await openFolder(ports, agentId);
      const stats = await Promise.all(AGENT_FILES.map((name) => unlessMissing(sandbox.stat(name))));
      const found = stats.flatMap((stat) => (stat?.kind === 'file' ? [[stat.path, stat] as const] : []));
      return { workspace: sandbox.workspace, stats: new Map(found) };
    },
    read,
    write(wish) {
      const write = lastWrite.then(() => writeFile(ports, wish));
      lastWrite = write.catch(() => undefined);
      return write;
    },
    async history(agentId, name) {
      const known = requireName(name);
      const { content } = await read(agentId, name);
      const accepted = await acceptedHashes(ports, agentOf(ports.config.settings(), agentId));
      return {
        agentId,
        name: known,
        missing: content === undefined,
        ...(content === undefined ? {} : { hash: content.hash }),
        inForce: content !== undefined && isInForce(accepted, known, content.hash),
        versions: await ports.store.agentFiles.versions(agentId, known),
      };
    },
    async version(agentId, name, id) {
      const version = await ports.store.agentFiles.version(agentId, requireName(name), id);
      if (version === undefined) throw invalidRequest(`no such version: ${id}`, 'VERSION_NOT_FOUND');
      return version;
    },
  };
}

/** What the agent is told: its files that are in force, in their order. A file that cannot be read is left out. */
export async function filesInForce(
  ports: EnginePorts,
  agent: AgentSettings,
): Promise<readonly { readonly name: AgentFileName; readonly text: string }[]> {
  const accepted = await acceptedHashes(ports, agent);
  // This stands before every call of a model, so what cannot count is not read.
  const names = AGENT_FILES.filter((name) => accepted === 'all' || accepted.has(name));
  if (names.length === 0) return [];
  // Without its folder an agent has no files; the tools will say what is wrong with the folder.
  const sandbox = await ports.sandboxes.open(agent.workspace).catch(() => undefined);
  if (sandbox === undefined) return [];
  const states = await Promise.all(
    names.map((name) =>
      readState(sandbox, name).catch((error: unknown) => {
        ports.log.warn('a file of an agent cannot be read', { agentId: agent.agentId, name, error: String(error) });
        return { name, content: undefined };
      }),
    ),
  );
  return states.flatMap(({ name, content }) =>
    content?.text !== undefined && content.text.trim() !== '' && isInForce(accepted, name, content.hash)
      ? [{ name, text: content.text }]
      : [],
  );
}

/** `all`: a folder that Gatehouse made, where only its owner and the agent itself write. */
type Accepted = 'all' | ReadonlyMap<string, string>;

async function acceptedHashes({ store }: EnginePorts, agent: AgentSettings): Promise<Accepted> {
  return agent.ownFolder === true ? 'all' : store.agentFiles.accepted(agent.agentId);
}

/** In a folder that came from elsewhere a file is only a file until a person saved exactly this content. */
function isInForce(accepted: Accepted, name: string, hash: string): boolean {
  return accepted === 'all' || accepted.get(name) === hash;
}

async function writeFile(ports: EnginePorts, wish: AgentFileOptions): Promise<AgentFileState> {
  const { agentId, content, expectedHash, by } = wish;
  const name = requireName(wish.name);
  // What the model is told must not hold a key.
  ports.secretGuard.refuse(content);
  const sandbox = await openFolder(ports, agentId);
  const before = await readState(sandbox, name);
  refuseStale(name, before.content?.hash ?? '', expectedHash);
  const { hash, size } = await sandbox.write(name, content, before.content?.hash ?? '');
  const newest = (await ports.store.agentFiles.versions(agentId, name))[0];
  const facts = { agentId, name, savedAtMs: ports.clock.now() };
  const found = foundBefore(before.content, newest?.hash);
  const drafts: readonly AgentFileDraft[] = [
    ...(found === undefined ? [] : [{ ...facts, ...found, savedBy: FOUND, accepted: false }]),
    ...(newest?.hash === hash && newest.accepted && found === undefined
      ? []
      : [{ ...facts, hash, size, content, savedBy: by, accepted: true }]),
  ];
  const details = { name, hash, size };
  await ports.store.agentFiles.add(drafts, { actor: by, action: 'agent.file.saved', subject: agentId, details });
  return readState(sandbox, name);
}

/** What lay there and is in no version yet: it is kept, so that it can be brought back. */
function foundBefore(content: FileContent | undefined, newestHash: string | undefined) {
  if (content?.text === undefined || content.hash === newestHash) return undefined;
  return { hash: content.hash, size: content.stat.size, content: content.text };
}

function refuseStale(name: string, hash: string, expectedHash: string | undefined): void {
  if (expectedHash === undefined || expectedHash === hash) return;
  throw expectedHash === ''
    ? new FileError('exists', `${name} exists already. Read it, then repeat the change.`)
    : new FileError('changed', `${name} is not as it was when it was read. Read it again, then repeat the change.`);
}

async function readState(sandbox: Sandbox, name: AgentFileName): Promise<AgentFileState> {
  const content = await unlessMissing(sandbox.read(name, MAX_AGENT_FILE_BYTES));
  return { name, workspace: sandbox.workspace, ...(content === undefined ? {} : { content }) };
}

async function openFolder(ports: EnginePorts, agentId: string): Promise<Sandbox> {
  return ports.sandboxes.open(agentOf(ports.config.settings(), agentId).workspace);
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
  if (known === undefined)
    throw invalidRequest(
      `unknown agent file: ${name.slice(0, 100)}`,
      'UNKNOWN_AGENT_FILE',
      `Use one of ${AGENT_FILES.join(', ')}.`,
    );
  return known;
}
