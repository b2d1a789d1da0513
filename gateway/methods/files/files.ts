// Files in a session's workspace: tree, content, changes; and folders on this machine for choosing a workspace.
import type { FILE_METHODS } from '#contract/methods/files.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import { MAX_EDITABLE_FILE_BYTES } from '#contract/wire/limits.ts';
import type { MethodParams, MethodResult } from '#contract/methods/registry.ts';
import type { FileStat, Machine } from '#core/ports/machine.ts';
import { FileError } from '#core/ports/machine.ts';
import { findFiles } from '#core/workspaces/find-files.ts';
import { diffWorkspace } from '#core/workspaces/git/workspace-diff.ts';
import { moveToTrash, restoreFromTrash, TRASH_FOLDER } from '#core/workspaces/trash.ts';
import type { HandlersFor } from '../../server/dispatch/handler.ts';
import { fileRecord, missingFile, getFileName } from '../../openclaw/file-record.ts';
import { makeFileWatches } from './file-watches.ts';
import type { Touch } from '#core/workspaces/touched-files.ts';
import { touchedFiles } from '#core/workspaces/touched-files.ts';
import type { GatewayServices } from '../../server/services.ts';

const MAX_ENTRIES = 2000;
const MAX_FOUND = 200;
const MAX_TOUCHED = 200;
/** Items of the transcript that are looked through for touched files. */
const TOUCHED_ITEMS = 200;
const OK = { ok: true } as const;

export const FILE_HANDLERS: HandlersFor<typeof FILE_METHODS> = {
  'sessions.files.list': (params, { services, signal }) => listFiles(params, services, signal),

  async 'sessions.files.get'({ sessionKey, path, agentId }, { services }) {
    const { key, machine } = await services.engine.workspaces.openSession(sessionKey, agentId);
    return { sessionKey: key, root: machine.workspace, file: await readFile(machine, path) };
  },

  async 'sessions.files.set'({ sessionKey, path, agentId, content, expectedHash }, { services }) {
    if (Buffer.byteLength(content) > MAX_EDITABLE_FILE_BYTES)
      throw invalidRequest(
        `Files larger than ${MAX_EDITABLE_FILE_BYTES} bytes cannot be edited here.`,
        'FILE_TOO_LARGE',
      );
    const { key, machine } = await services.engine.workspaces.openSession(sessionKey, agentId);
    const written = await machine.write(path, content, expectedHash);
    const file = {
      path: written.path,
      workspacePath: written.path,
      name: getFileName(written.path),
      kind: 'modified',
      missing: false,
      size: written.size,
      updatedAtMs: written.modifiedAtMs,
      hash: written.hash,
    } as const;
    return { sessionKey: key, root: machine.workspace, file };
  },

  'sessions.diff': (params, { services, signal }) => diffFiles(params, services, signal),

  async 'files.delete'({ sessionKey, path }, { services }) {
    const { machine } = await services.engine.workspaces.openSession(sessionKey);
    return { ok: true, trashId: await moveToTrash(machine, path, services.ids) };
  },

  async 'files.restore'({ sessionKey, trashId }, { services }) {
    const { machine } = await services.engine.workspaces.openSession(sessionKey);
    await restoreFromTrash(machine, trashId);
    return OK;
  },

  async 'files.createFolder'({ sessionKey, path }, { services }) {
    const { machine } = await services.engine.workspaces.openSession(sessionKey);
    await machine.makeFolder(path);
    return OK;
  },

  async 'files.move'({ sessionKey, from, to }, { services }) {
    const { machine } = await services.engine.workspaces.openSession(sessionKey);
    await machine.rename(from, to);
    return OK;
  },

  async 'files.watch'({ sessionKey }, { services, gateway, connection, signal }) {
    const { key, machine } = await services.engine.workspaces.openSession(sessionKey);
    if (signal.aborted) return OK;
    if (!gateway.state(makeFileWatches).watch(connection, key, machine))
      throw invalidRequest('too many watched sessions', 'TOO_MANY_WATCHES', 'Stop watching another session first.');
    return OK;
  },

  async 'files.unwatch'({ sessionKey }, { services, gateway, connection }) {
    gateway.state(makeFileWatches).unwatch(connection, services.engine.sessions.resolveKey(sessionKey));
    return OK;
  },

  'fs.listDir': ({ path }, { services }) => services.folders.list(path),
};

async function listFiles(
  params: MethodParams<'sessions.files.list'>,
  services: GatewayServices,
  signal: AbortSignal,
): Promise<MethodResult<'sessions.files.list'>> {
  const { key, machine } = await services.engine.workspaces.openSession(params.sessionKey, params.agentId);
  const folder = params.path ?? '';
  const isSearch = params.search !== undefined && params.search.trim() !== '';
  const [entries, touched, gitCheckout] = await Promise.all([
    isSearch
      ? findFiles(machine, params.search ?? '', MAX_FOUND, { signal, clock: services.clock })
      : machine.list(folder),
    touchedBy(key, machine, services),
    machine.stat('.git').then(
      () => true,
      () => false,
    ),
  ]);
  const shown = entries.filter(
    (entry) => entry.kind !== 'other' && getFileName(entry.path) !== '.git' && entry.path !== TRASH_FOLDER,
  );
  return {
    sessionKey: key,
    root: machine.workspace,
    gitCheckout,
    files: await Promise.all(
      [...touched].slice(0, MAX_TOUCHED).map(([path, kind]) => touchedRecord(machine, path, kind)),
    ),
    browser: {
      path: isSearch ? '' : folder,
      ...(folder === '' || isSearch
        ? {}
        : { parentPath: folder.includes('/') ? folder.slice(0, folder.lastIndexOf('/')) : '' }),
      ...(isSearch ? { search: params.search ?? '' } : {}),
      entries: shown.slice(0, MAX_ENTRIES).map((entry) => browserEntry(entry, touched.get(entry.path))),
      truncated: shown.length > MAX_ENTRIES || (isSearch && entries.length >= MAX_FOUND),
    },
  };
}

function browserEntry(entry: FileStat, touch: Touch | undefined) {
  const kind = entry.kind === 'directory' ? ('directory' as const) : ('file' as const);
  return {
    path: entry.path,
    name: getFileName(entry.path),
    kind,
    updatedAtMs: entry.modifiedAtMs,
    ...(kind === 'file' ? { size: entry.size } : {}),
    ...(touch === undefined ? {} : { sessionKind: touch }),
  };
}

async function touchedBy(
  key: string,
  machine: Machine,
  services: GatewayServices,
): Promise<ReadonlyMap<string, Touch>> {
  if ((await services.engine.sessions.get(key)) === undefined) return new Map();
  const { view } = await services.engine.queries.watch(key, TOUCHED_ITEMS);
  return touchedFiles(view.items, machine.workspace);
}

async function touchedRecord(machine: Machine, path: string, kind: Touch) {
  const stat = await machine.stat(path).catch(() => undefined);
  return stat === undefined
    ? missingFile(path, kind)
    : { ...missingFile(stat.path, kind), missing: false, size: stat.size, updatedAtMs: stat.modifiedAtMs };
}

async function readFile(machine: Machine, path: string) {
  try {
    return fileRecord(await machine.read(path, MAX_EDITABLE_FILE_BYTES), 'read');
  } catch (error) {
    if (error instanceof FileError && error.code === 'not-found') return missingFile(path, 'read');
    throw error;
  }
}

async function diffFiles(
  params: MethodParams<'sessions.diff'>,
  services: GatewayServices,
  signal: AbortSignal,
): Promise<MethodResult<'sessions.diff'>> {
  const { key, machine } = await services.engine.workspaces.openSession(params.sessionKey, params.agentId);
  const query = { scope: params.scope ?? 'all', ...(params.commit === undefined ? {} : { commit: params.commit }) };
  const diff = await diffWorkspace(machine, query, signal);
  if ('unavailable' in diff)
    return { sessionKey: key, files: [], additions: 0, deletions: 0, unavailableReason: diff.unavailable };
  const { root, branch, baseRef, mergeBase, commits, files, truncated } = diff;
  return {
    sessionKey: key,
    root,
    ...(branch === undefined ? {} : { branch }),
    ...(baseRef === undefined ? {} : { baseRef }),
    ...(mergeBase === undefined ? {} : { mergeBase: { ...mergeBase } }),
    aheadCount: commits.length,
    commits: commits.map((commit) => ({ ...commit })),
    files: files.map((file) => ({ ...file })),
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    truncated,
  };
}
