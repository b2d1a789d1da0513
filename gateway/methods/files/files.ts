// Files in a session's workspace: tree, content, changes; and folders on this machine for choosing a workspace.
import { defined } from '#contract/types/defined.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import { MAX_EDITABLE_FILE_BYTES } from '#contract/wire/limits.ts';
import type { MethodParams, MethodResult } from '#contract/methods/registry.ts';
import { FileError, type FileStat, type Machine } from '#core/ports/machine.ts';
import { findFiles } from '#core/workspaces/find-files.ts';
import { findPath } from '#core/workspaces/find-path.ts';
import { diffWorkspace } from '#core/workspaces/git/workspace-diff.ts';
import { moveToTrash, restoreFromTrash, TRASH_FOLDER } from '#core/workspaces/trash.ts';
import type { Engine } from '#core/engine/engine.ts';
import { defineHandlers, type Call } from '../../server/dispatch/handler.ts';
import { fileFacts, fileRecord, missingFile, getFileName } from '../../openclaw/file-record.ts';
import { makeFileWatches } from './file-watches.ts';
import { touchedFiles, type Touch } from '#core/workspaces/touched-files.ts';

const MAX_ENTRIES = 2000;
const MAX_FOUND = 200;
const MAX_TOUCHED = 200;
/** Transcript items searched for touched files. */
const TOUCHED_ITEMS = 200;
const OK = { ok: true } as const;

export const FILE_HANDLERS = defineHandlers({
  'sessions.files.list': listFiles,

  async 'sessions.files.get'({ sessionKey, path, agentId }, { engine }) {
    const { key, machine } = await engine.workspaces.openSession(sessionKey, agentId);
    return { sessionKey: key, root: machine.workspace, file: await readFile(machine, path) };
  },

  async 'sessions.files.set'({ sessionKey, path, agentId, content, expectedHash }, { engine }) {
    if (Buffer.byteLength(content) > MAX_EDITABLE_FILE_BYTES)
      throw invalidRequest(
        `Files larger than ${MAX_EDITABLE_FILE_BYTES} bytes can't be edited here.`,
        'FILE_TOO_LARGE',
      );
    const { key, machine } = await engine.workspaces.openSession(sessionKey, agentId);
    const { hash, ...stat } = await machine.write(path, content, expectedHash);
    return { sessionKey: key, root: machine.workspace, file: { ...fileFacts(stat, 'modified'), hash } };
  },

  async 'sessions.diff'({ sessionKey, agentId, scope = 'all', commit }, { engine, signal }) {
    const { key, machine } = await engine.workspaces.openSession(sessionKey, agentId);
    const diff = await diffWorkspace(machine, { scope, ...defined({ commit }) }, signal);
    if ('unavailable' in diff)
      return { sessionKey: key, files: [], additions: 0, deletions: 0, unavailableReason: diff.unavailable };
    const { commits, files, ...rest } = diff;
    const additions = files.reduce((sum, file) => sum + file.additions, 0);
    const deletions = files.reduce((sum, file) => sum + file.deletions, 0);
    return { sessionKey: key, ...rest, aheadCount: commits.length, commits, files, additions, deletions };
  },

  async 'files.delete'({ sessionKey, path }, { services, engine }) {
    const { machine } = await engine.workspaces.openSession(sessionKey);
    return { ok: true, trashId: await moveToTrash(machine, path, services.ids) };
  },

  async 'files.restore'({ sessionKey, trashId }, { engine }) {
    const { machine } = await engine.workspaces.openSession(sessionKey);
    await restoreFromTrash(machine, trashId);
    return OK;
  },

  async 'files.createFolder'({ sessionKey, path }, { engine }) {
    const { machine } = await engine.workspaces.openSession(sessionKey);
    await machine.makeFolder(path);
    return OK;
  },

  async 'files.move'({ sessionKey, from, to }, { engine }) {
    const { machine } = await engine.workspaces.openSession(sessionKey);
    await machine.rename(from, to);
    return OK;
  },

  async 'files.watch'({ sessionKey }, { engine, gateway, connection, signal }) {
    const { key, machine } = await engine.workspaces.openSession(sessionKey);
    if (signal.aborted) return OK;
    if (!gateway.state(makeFileWatches).watch(connection, key, machine))
      throw invalidRequest(
        'This client is watching too many sessions.',
        'TOO_MANY_WATCHES',
        'Stop watching one of them first.',
      );
    return OK;
  },

  async 'files.unwatch'({ sessionKey }, { engine, gateway, connection }) {
    gateway.state(makeFileWatches).unwatch(connection, engine.sessions.resolveKey(sessionKey));
    return OK;
  },

  'fs.listDir': ({ path }, { services }) => services.folders.list(path),
});

async function listFiles(
  { sessionKey, agentId, path = '', search = '' }: MethodParams<'sessions.files.list'>,
  { services, engine, signal }: Call,
): Promise<MethodResult<'sessions.files.list'>> {
  const { key, machine } = await engine.workspaces.openSession(sessionKey, agentId);
  const isSearch = search.trim() !== '';
  const folder = isSearch ? '' : path;
  const [entries, touched, gitCheckout] = await Promise.all([
    isSearch ? findFiles(machine, search, MAX_FOUND, { signal, clock: services.clock }) : machine.list(folder),
    findTouched(key, machine, engine),
    machine.stat('.git').then(
      () => true,
      () => false,
    ),
  ]);
  const shown = entries.filter(
    (entry) => entry.kind !== 'other' && getFileName(entry.path) !== '.git' && entry.path !== TRASH_FOLDER,
  );
  const files = [...touched].slice(0, MAX_TOUCHED).map(([file, kind]) => touchedRecord(machine, file, kind));
  return {
    sessionKey: key,
    root: machine.workspace,
    gitCheckout,
    files: await Promise.all(files),
    browser: {
      path: folder,
      ...(folder === '' ? {} : { parentPath: folder.slice(0, Math.max(0, folder.lastIndexOf('/'))) }),
      ...(isSearch ? { search } : {}),
      entries: shown.slice(0, MAX_ENTRIES).map((entry) => browserEntry(entry, touched.get(entry.path))),
      truncated: shown.length > MAX_ENTRIES || (isSearch && entries.length >= MAX_FOUND),
    },
  };
}

function browserEntry({ path, kind, size, modifiedAtMs }: FileStat, sessionKind: Touch | undefined) {
  const entry = { path, name: getFileName(path), updatedAtMs: modifiedAtMs, ...defined({ sessionKind }) };
  return kind === 'directory' ? { ...entry, kind } : { ...entry, kind: 'file' as const, size };
}

async function findTouched(key: string, machine: Machine, engine: Engine): Promise<ReadonlyMap<string, Touch>> {
  if ((await engine.sessions.get(key)) === undefined) return new Map();
  const { view } = await engine.queries.watch(key, TOUCHED_ITEMS);
  return touchedFiles(view.items, machine.workspace);
}

async function touchedRecord(machine: Machine, path: string, kind: Touch) {
  const stat = await machine.stat(path).catch(() => undefined);
  return stat === undefined ? missingFile(path, kind) : fileFacts(stat, kind);
}

async function readFile(machine: Machine, path: string) {
  try {
    // A link in an answer may have the path in another Unicode form.
    const found = await findPath(machine, path);
    return fileRecord(await machine.read(found.path, MAX_EDITABLE_FILE_BYTES), 'read');
  } catch (error) {
    if (error instanceof FileError && error.code === 'not-found') return missingFile(path, 'read');
    throw error;
  }
}
