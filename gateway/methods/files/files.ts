// Files in a session's workspace: tree, content, changes; and folders on this machine for choosing a workspace.
import { defined } from '#contract/types/defined.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import { MAX_EDITABLE_FILE_BYTES } from '#contract/wire/limits.ts';
import type { MethodParams, MethodResult } from '#contract/methods/registry.ts';
import { FileError, type FileStat, type Machine } from '#core/ports/machine.ts';
import { findFiles } from '#core/workspaces/find-files.ts';
import { findPath } from '#core/workspaces/find-path.ts';
import { findSymbols } from '#core/workspaces/symbols/find-symbols.ts';
import { searchLines } from '#core/workspaces/search-lines.ts';
import { diffWorkspace } from '#core/workspaces/git/workspace-diff.ts';
import { moveToTrash, restoreFromTrash } from '#core/workspaces/trash.ts';
import type { Engine } from '#core/engine/engine.ts';
import { defineHandlers, type Call } from '../../server/dispatch/handler.ts';
import { fileFacts, fileRecord, missingFile, getFileName } from '../../openclaw/file-record.ts';
import { openInEditor } from './open-in-editor.ts';
import { makeFileSearches } from './file-searches.ts';
import { makeFileWatches } from './file-watches.ts';
import { makeDownloadTickets } from '../../files/download-tickets.ts';
import { isShown, listEntries, MAX_LISTED } from '../../files/list-entries.ts';
import { touchedFiles, type Touch } from '#core/workspaces/touched-files.ts';

const MAX_FOUND = 200;
const DEFAULT_NAMED = 20;
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

  async 'sessions.files.set'({ sessionKey, path, agentId, content, expectedHash }, { services, engine, by }) {
    if (Buffer.byteLength(content) > MAX_EDITABLE_FILE_BYTES)
      throw invalidRequest(
        `Files larger than ${MAX_EDITABLE_FILE_BYTES} bytes can't be edited here.`,
        'FILE_TOO_LARGE',
      );
    const { key, machine } = await engine.workspaces.openSession(sessionKey, agentId);
    const recorded = services.versions.record(machine, { by, sessionKey: key });
    const { hash, ...stat } = await recorded.write(path, content, expectedHash);
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

  async 'files.list'({ sessionKey, path = '', start = 0, limit = MAX_LISTED }, { engine }) {
    return listEntries(await engine.workspaces.openSession(sessionKey), { path, start, limit });
  },

  async 'files.read'({ sessionKey, path, offset, length }, { engine }) {
    const { machine } = await engine.workspaces.openSession(sessionKey);
    const { path: found } = await findPath(machine, path);
    const { stat, bytes } = await machine.readPart(found, offset, length);
    const { size, modifiedAtMs } = stat;
    return { path: stat.path, size, modifiedAtMs, offset, data: Buffer.from(bytes).toString('base64') };
  },

  async 'files.ticket'({ sessionKey, path }, { engine, gateway, connection }) {
    const { key, machine } = await engine.workspaces.openSession(sessionKey);
    const { path: found } = await findPath(machine, path);
    const { path: stored } = await machine.stat(found);
    const ticket = gateway.state(makeDownloadTickets).create({ sessionKey: key, path: stored }, connection);
    return { path: `/download/${ticket}`, ...defined({ origin: gateway.address()?.origin }) };
  },

  'files.openInEditor': openInEditor,

  'files.search': searchContent,

  async 'files.find'(asked, { services, engine, signal }) {
    const machine = await openAsked(asked, engine);
    const { query, limit = DEFAULT_NAMED } = asked;
    const found = await findFiles(machine, query, limit, { signal, clock: services.clock });
    return {
      entries: found
        .filter(isShown)
        .map(({ path, kind }) => ({ path, kind: kind === 'directory' ? 'directory' : 'file' })),
    };
  },

  'files.symbols': findNamedSymbols,

  'files.search.cancel'({ searchId }, { gateway, connection }) {
    gateway.state(makeFileSearches).cancel(connection, searchId);
    return OK;
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

  async 'files.move'({ sessionKey, from, to }, { services, engine, gateway }) {
    const { machine } = await engine.workspaces.openSession(sessionKey);
    gateway.state(makeFileWatches).moved(machine, from, to);
    await machine.rename(from, to);
    await services.versions.moved(machine, from, to);
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
    isSearch
      ? findFiles(machine, search, MAX_FOUND, { signal, clock: services.clock })
      : machine.list(folder, { start: 0, limit: MAX_LISTED + 1 }),
    findTouched(key, machine, engine),
    machine.stat('.git').then(
      () => true,
      () => false,
    ),
  ]);
  const shown = entries.filter(isShown);
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
      entries: shown.slice(0, MAX_LISTED).map((entry) => browserEntry(entry, touched.get(entry.path))),
      truncated: shown.length > MAX_LISTED || (isSearch && entries.length >= MAX_FOUND),
    },
  };
}

async function openAsked(
  { sessionKey, projectId, agentId }: Pick<MethodParams<'files.find'>, 'sessionKey' | 'projectId' | 'agentId'>,
  engine: Engine,
): Promise<Machine> {
  if (sessionKey !== undefined) return (await engine.workspaces.openSession(sessionKey, agentId)).machine;
  if (agentId === undefined)
    throw invalidRequest('Either `sessionKey` or `agentId` is required.', 'INVALID_REQUEST', 'Pass one of them.');
  return projectId === undefined
    ? engine.workspaces.openAgent(agentId)
    : engine.workspaces.openProject(projectId, agentId);
}

async function searchContent(
  { sessionKey, query, regex = false, limit = MAX_FOUND, searchId, path, glob }: MethodParams<'files.search'>,
  call: Call,
): Promise<MethodResult<'files.search'>> {
  const { services, engine, connection, signal } = call;
  const { clock } = services;
  const asked = { pattern: query, regex, limit, ...defined({ path, glob }) };
  const run = async (until: AbortSignal, id?: string) => {
    const { key, machine } = await engine.workspaces.openSession(sessionKey);
    until.throwIfAborted();
    const found = await searchLines(machine, asked, {
      signal: until,
      clock,
      ...(id === undefined
        ? {}
        : { onMatches: (matches) => connection.send('files.found', { searchId: id, matches }) }),
    });
    return { key, ...found };
  };
  const { key, matches, timedOut } =
    searchId === undefined ? await run(signal) : await runCancelable(call, searchId, (until) => run(until, searchId));
  return { sessionKey: key, matches, truncated: timedOut || matches.length >= limit };
}

async function findNamedSymbols(
  asked: MethodParams<'files.symbols'>,
  call: Call,
): Promise<MethodResult<'files.symbols'>> {
  const { services, engine, signal } = call;
  const { query, limit = DEFAULT_NAMED, searchId } = asked;
  const run = async (until: AbortSignal) => {
    const machine = await openAsked(asked, engine);
    until.throwIfAborted();
    return findSymbols(machine, query, limit, { signal: until, clock: services.clock });
  };
  return searchId === undefined ? run(signal) : runCancelable(call, searchId, run);
}

/** Runs a search that its client can cancel. `run` is called at once, so that a later search under the same ID is the later one here, too. */
async function runCancelable<T>(
  { gateway, connection, signal }: Call,
  searchId: string,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  try {
    return await gateway.state(makeFileSearches).run(connection, searchId, signal, run);
  } catch (error) {
    if (signal.aborted || !isAbort(error)) throw error;
    throw invalidRequest('The search was canceled.', 'SEARCH_CANCELED');
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
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
