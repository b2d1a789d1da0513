// Agent files with their history, and read access to agents' workspaces.
import { AGENT_FILES, MAX_AGENT_FILE_BYTES, type AgentFileName } from '#contract/types/agent-files.ts';
import { defined } from '#contract/types/defined.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { MethodResult } from '#contract/methods/registry.ts';
import type { AgentFileOptions } from '#core/agents/agent-files.ts';
import type { FileStat } from '#core/ports/machine.ts';
import { defineHandlers, type Call } from '../../server/dispatch/handler.ts';
import { getMediaType, getFileName } from '../../openclaw/file-record.ts';

const DEFAULT_ENTRIES = 500;
const MAX_ENTRIES = 2_000;
/** Largest workspace file that can be read, bytes. */
const MAX_READ_BYTES = 2 * 1024 * 1024;

export const AGENT_FILE_HANDLERS = defineHandlers({
  async 'agents.files.list'({ agentId }, { engine }) {
    const { workspace, stats } = await engine.agentFiles.list(agentId);
    return { agentId, workspace, files: AGENT_FILES.map((name) => toEntry(workspace, name, stats.get(name))) };
  },

  async 'agents.files.get'({ agentId, name }, { engine }) {
    const state = await engine.agentFiles.read(agentId, name);
    const { content, workspace } = state;
    const file = toEntry(workspace, state.name, content?.stat);
    if (content === undefined) return { agentId, workspace, file };
    if (content.text === undefined)
      throw invalidRequest(`${name} isn't a text file.`, 'FILE_NOT_TEXT', 'Replace it with a text file.');
    return { agentId, workspace, file: { ...file, content: content.text, hash: content.hash } };
  },

  'agents.files.set': ({ agentId, name, content, expectedHash }, call) =>
    save(call, { agentId, name, content }, expectedHash),

  'agents.files.history': ({ agentId, name }, { engine }) => engine.agentFiles.history(agentId, name),

  async 'agents.files.version'({ agentId, name, id }, { engine }) {
    return { version: await engine.agentFiles.version(agentId, name, id) };
  },

  async 'agents.files.restore'({ agentId, name, id, expectedHash }, call) {
    const { content } = await call.engine.agentFiles.version(agentId, name, id);
    return save(call, { agentId, name, content }, expectedHash);
  },

  async 'agents.workspace.list'({ agentId, path = '', offset = 0, limit = DEFAULT_ENTRIES }, { engine }) {
    const machine = await engine.workspaces.openAgent(agentId);
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

  async 'agents.workspace.get'({ agentId, path }, { engine }) {
    const machine = await engine.workspaces.openAgent(agentId);
    const { stat, text, bytes } = await machine.read(path, MAX_READ_BYTES);
    const file = {
      path: stat.path,
      name: getFileName(stat.path),
      size: stat.size,
      updatedAtMs: Math.floor(stat.modifiedAtMs),
      mimeType: getMediaType(stat.path, text !== undefined),
    };
    const content =
      text === undefined
        ? { encoding: 'base64' as const, content: Buffer.from(bytes).toString('base64') }
        : { encoding: 'utf8' as const, content: text };
    return { agentId, file: { ...file, ...content } };
  },
});

async function save(
  { engine, by }: Call,
  options: Pick<AgentFileOptions, 'agentId' | 'name' | 'content'>,
  expectedHash: string | undefined,
): Promise<MethodResult<'agents.files.set'>> {
  const { agentId, name, content } = options;
  if (Buffer.byteLength(content) > MAX_AGENT_FILE_BYTES)
    throw invalidRequest(`${name} can't be larger than ${MAX_AGENT_FILE_BYTES} bytes.`, 'FILE_TOO_LARGE');
  const state = await engine.agentFiles.write({ ...options, by, ...defined({ expectedHash }) });
  const { workspace } = state;
  const entry = toEntry(workspace, state.name, state.content?.stat);
  // Without a hash if the file was removed right after it was written.
  return { ok: true, agentId, workspace, file: { ...entry, hash: state.content?.hash ?? '' } };
}

function toEntry(workspace: string, name: AgentFileName, stat: FileStat | undefined) {
  const path = `${workspace}/${name}`;
  if (stat === undefined) return { name, path, missing: true, expectedAbsent: true };
  return { name, path, missing: false, size: stat.size, updatedAtMs: Math.floor(stat.modifiedAtMs) };
}
