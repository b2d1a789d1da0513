// Agent files with their history, and read access to agents' workspaces.
import type { AGENT_FILE_METHODS } from '#contract/methods/agent-files.ts';
import { AGENT_FILES, MAX_AGENT_FILE_BYTES, type AgentFileName } from '#contract/types/agent-files.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { MethodResult } from '#contract/methods/registry.ts';
import type { AgentFileState } from '#core/agents/agent-files.ts';
import type { FileStat } from '#core/ports/machine.ts';
import type { Call, HandlersFor } from '../../server/dispatch/handler.ts';
import { getMediaType, getFileName } from '../../openclaw/file-record.ts';

const DEFAULT_ENTRIES = 500;
const MAX_ENTRIES = 2_000;
/** Largest file of a workspace that is sent whole, bytes. */
const MAX_READ_BYTES = 2 * 1024 * 1024;

export const AGENT_FILE_HANDLERS: HandlersFor<typeof AGENT_FILE_METHODS> = {
  async 'agents.files.list'({ agentId }, { services }) {
    const { workspace, stats } = await services.engine.agentFiles.list(agentId);
    return { agentId, workspace, files: AGENT_FILES.map((name) => toEntry(workspace, name, stats.get(name))) };
  },

  async 'agents.files.get'({ agentId, name }, { services }) {
    const state = await services.engine.agentFiles.read(agentId, name);
    const { content, workspace } = state;
    if (content !== undefined && content.text === undefined)
      throw invalidRequest(`${name} is not text`, 'FILE_NOT_TEXT', 'Replace it with a text file.');
    const entry = toEntry(workspace, state.name, content?.stat);
    return {
      agentId,
      workspace,
      file: content === undefined ? entry : { ...entry, content: content.text ?? '', hash: content.hash },
    };
  },

  'agents.files.set': ({ agentId, name, content, expectedHash }, call) =>
    save(call, { agentId, name, content }, expectedHash),

  async 'agents.files.history'({ agentId, name }, { services }) {
    return services.engine.agentFiles.history(agentId, name);
  },

  async 'agents.files.version'({ agentId, name, id }, { services }) {
    return { version: await services.engine.agentFiles.version(agentId, name, id) };
  },

  async 'agents.files.restore'({ agentId, name, id, expectedHash }, call) {
    const { content } = await call.services.engine.agentFiles.version(agentId, name, id);
    return save(call, { agentId, name, content }, expectedHash);
  },

  async 'agents.workspace.list'({ agentId, path = '', offset = 0, limit = DEFAULT_ENTRIES }, { services }) {
    const machine = await services.engine.workspaces.openAgent(agentId);
    const all = (await machine.list(path)).filter((entry) => entry.kind !== 'other');
    const folder = path === '.' ? '' : path.replace(/\/+$/, '');
    const entries = all.slice(offset, offset + Math.min(limit, MAX_ENTRIES)).map((entry) => ({
      path: entry.path,
      name: getFileName(entry.path),
      kind: entry.kind === 'directory' ? ('directory' as const) : ('file' as const),
      size: entry.size,
      updatedAtMs: Math.floor(entry.modifiedAtMs),
    }));
    const parent = folder === '' ? {} : { parentPath: folder.split('/').slice(0, -1).join('/') };
    return { agentId, path: folder, ...parent, entries, totalEntries: all.length, offset };
  },

  async 'agents.workspace.get'({ agentId, path }, { services }) {
    const machine = await services.engine.workspaces.openAgent(agentId);
    const { stat, text, bytes } = await machine.read(path, MAX_READ_BYTES);
    const file = {
      path: stat.path,
      name: getFileName(stat.path),
      size: stat.size,
      updatedAtMs: Math.floor(stat.modifiedAtMs),
      mimeType: getMediaType(stat.path, text !== undefined),
    };
    return {
      agentId,
      file:
        text === undefined
          ? { ...file, encoding: 'base64', content: Buffer.from(bytes).toString('base64') }
          : { ...file, encoding: 'utf8', content: text },
    };
  },
};

async function save(
  { services, connection }: Pick<Call, 'services' | 'connection'>,
  { agentId, name, content }: { readonly agentId: string; readonly name: string; readonly content: string },
  expectedHash: string | undefined,
): Promise<MethodResult<'agents.files.set'>> {
  if (Buffer.byteLength(content) > MAX_AGENT_FILE_BYTES)
    throw invalidRequest(`${name} must not exceed ${MAX_AGENT_FILE_BYTES} bytes`, 'FILE_TOO_LARGE');
  const options = {
    agentId,
    name,
    content,
    by: connection.principal,
    ...(expectedHash === undefined ? {} : { expectedHash }),
  };
  const state = await services.engine.agentFiles.write(options);
  const { workspace } = state;
  const entry = toEntry(workspace, state.name, state.content?.stat);
  return { ok: true, agentId, workspace, file: { ...entry, hash: getHash(state) } };
}

/** What was written a moment ago may be gone again: then there is nothing to compare the next write with. */
function getHash({ content }: AgentFileState): string {
  return content?.hash ?? '';
}

function toEntry(workspace: string, name: AgentFileName, stat: FileStat | undefined) {
  const path = `${workspace}/${name}`;
  if (stat === undefined) return { name, path, missing: true, expectedAbsent: true };
  return { name, path, missing: false, size: stat.size, updatedAtMs: Math.floor(stat.modifiedAtMs) };
}
