// Files of a session's workspace.
import { adminMethod, defineMethod, readMethod, writeMethod } from './define-method.ts';
import { published, publishedResult } from '../wire/published.ts';
import { Ok, SessionKey, closed, resultType } from './results.ts';
import { MAX_PART_BYTES, type CodeSymbol, type FileEntry, type FoundLine } from '../types/files.ts';
import { PROJECT_ID_PATTERN } from '../types/projects.ts';
import { Type } from 'typebox';

const Path = Type.String({ minLength: 1, maxLength: 4096 });
const SearchId = Type.String({ minLength: 1, maxLength: 64 });
/** Most lines that a search returns. */
const MAX_FOUND = 2000;
const MAX_LISTED = 5000;
const MAX_NAMED = 100;

/** The workspace of a session, or the folder that a new one would use. */
const Searched = {
  sessionKey: Type.Optional(SessionKey),
  projectId: Type.Optional(Type.String({ pattern: PROJECT_ID_PATTERN })),
  agentId: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
};

/** Methods that read and change the files of a session's workspace. */
export const FILE_METHODS = {
  'sessions.files.list': readMethod({
    summary:
      'Lists the files that a session used and a folder of its workspace, or searches the workspace by file name.',
    ...published('SessionsFilesList'),
  }),
  'sessions.files.get': readMethod({
    summary: "Returns a file of a session's workspace with its hash.",
    ...published('SessionsFilesGet'),
  }),
  'sessions.files.set': adminMethod({
    summary: 'Writes a file. Rejected if it changed since `expectedHash`. An empty hash creates the file.',
    // Like the published schema, but the hash can also be empty.
    params: closed({
      sessionKey: SessionKey,
      path: Path,
      agentId: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
      content: Type.String(),
      expectedHash: Type.String({ pattern: '^([a-f0-9]{64})?$' }),
    }),
    result: publishedResult('SessionsFilesSetResult'),
  }),
  'sessions.diff': readMethod({
    summary: 'Returns the changes a session made to files.',
    ...published('SessionsDiff'),
  }),
  'files.list': readMethod({
    summary: 'Lists a folder of the workspace, folders first. Large folders are returned in parts (`start`, `next`).',
    params: closed({
      sessionKey: SessionKey,
      path: Type.Optional(Path),
      start: Type.Optional(Type.Integer({ minimum: 0 })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_LISTED })),
    }),
    result: resultType<{
      readonly sessionKey: string;
      readonly root: string;
      readonly path: string;
      readonly entries: readonly FileEntry[];
      /** `start` of the next part; absent at the end. */
      readonly next?: number;
    }>('FileListing'),
  }),
  'files.read': readMethod({
    summary: 'Reads part of a file as base64, to show or download it. `data` is empty past the end of the file.',
    params: closed({
      sessionKey: SessionKey,
      path: Path,
      offset: Type.Integer({ minimum: 0 }),
      length: Type.Integer({ minimum: 0, maximum: MAX_PART_BYTES }),
    }),
    result: resultType<{
      readonly path: string;
      readonly size: number;
      readonly modifiedAtMs: number;
      readonly offset: number;
      readonly data: string;
    }>('FilePart'),
  }),
  'files.ticket': readMethod({
    summary:
      'Returns the path of a URL from which a browser can download a file once, within a minute, while this connection is open. `origin` is the address of the gateway on its own computer.',
    params: closed({ sessionKey: SessionKey, path: Path }),
    result: resultType<{ readonly path: string; readonly origin?: string }>('FileTicket'),
  }),
  'files.search': readMethod({
    summary:
      'Searches the content of files, except ignored ones. All-lowercase text matches any case. With a `searchId`, matches are also sent as `files.found` events while the search runs, and a new search with the same ID cancels the previous one.',
    params: closed({
      sessionKey: SessionKey,
      query: Type.String({ minLength: 1, maxLength: 1000 }),
      regex: Type.Optional(Type.Boolean()),
      path: Type.Optional(Path),
      glob: Type.Optional(Type.String({ maxLength: 500 })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_FOUND })),
      searchId: Type.Optional(SearchId),
    }),
    result: resultType<{
      readonly sessionKey: string;
      readonly matches: readonly FoundLine[];
      /** There may be more matches: the limit was reached or the time ran out. */
      readonly truncated: boolean;
    }>('FileSearchResult'),
    isLong: true,
  }),
  'files.find': defineMethod({
    whileReadOnly: true,
    summary:
      'Finds files and folders by name, except ignored ones, in the workspace of a session, or in the folder that a new session of a project or agent would use. An empty query returns those at the top level.',
    // Without a session, everything in the folder of a project becomes visible.
    scope: ({ sessionKey }) => (sessionKey === undefined ? 'operator.write' : 'operator.read'),
    params: closed({
      ...Searched,
      query: Type.String({ maxLength: 300 }),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_NAMED })),
    }),
    result: resultType<{
      readonly entries: readonly { readonly path: string; readonly kind: 'file' | 'directory' }[];
    }>('FoundFiles'),
  }),
  'files.symbols': defineMethod({
    summary:
      'Finds functions, classes, and types by name in source files, except ignored ones, in the folder that `files.find` would search. They are recognized by the form of their declarations. A new search with the same `searchId` cancels the previous one.',
    scope: ({ sessionKey }) => (sessionKey === undefined ? 'operator.write' : 'operator.read'),
    params: closed({
      ...Searched,
      query: Type.String({ minLength: 1, maxLength: 100 }),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_NAMED })),
      searchId: Type.Optional(SearchId),
    }),
    result: resultType<{
      readonly symbols: readonly CodeSymbol[];
      /** There may be more: the limit was reached or the time ran out. */
      readonly truncated: boolean;
    }>('FoundSymbols'),
    isLong: true,
  }),
  'files.search.cancel': readMethod({
    summary: 'Cancels a search started by this connection.',
    params: closed({ searchId: SearchId }),
    result: Ok,
  }),
  'files.delete': adminMethod({
    summary: 'Deletes a file or folder of the workspace. `files.restore` restores it.',
    params: closed({ sessionKey: SessionKey, path: Path }),
    result: resultType<{ readonly ok: true; readonly trashId: string }>('FileDeleteResult'),
  }),
  'files.restore': adminMethod({
    summary: 'Restores a deleted file or folder.',
    params: closed({ sessionKey: SessionKey, trashId: Path }),
    result: Ok,
  }),
  'files.createFolder': adminMethod({
    summary: 'Creates a folder.',
    params: closed({ sessionKey: SessionKey, path: Path }),
    result: Ok,
  }),
  'files.move': adminMethod({
    summary: 'Moves or renames a file or folder within the workspace.',
    params: closed({ sessionKey: SessionKey, from: Path, to: Path }),
    result: Ok,
  }),
  'files.openInEditor': adminMethod({
    summary:
      "Opens a file in the user's editor, at a line. The client and the file must be on the gateway's computer. Returns the name of the editor.",
    params: closed({
      sessionKey: SessionKey,
      path: Path,
      line: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000_000 })),
    }),
    result: resultType<{ readonly editor: string }>('OpenedInEditor'),
  }),
  'files.watch': readMethod({
    summary: "Subscribes to `files.changed` events of a session's workspace.",
    params: closed({ sessionKey: SessionKey }),
    result: Ok,
  }),
  'files.unwatch': readMethod({
    summary: 'Unsubscribes from `files.changed` events.',
    params: closed({ sessionKey: SessionKey }),
    result: Ok,
  }),
  'fs.listDir': writeMethod({
    whileReadOnly: true,
    summary: 'Lists folders of this computer, to select a workspace.',
    ...published('FsListDir'),
    unsupported: ['nodeId'],
  }),
} as const;
