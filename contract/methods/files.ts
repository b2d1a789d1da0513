// Files of a session's workspace.
import { defineMethod } from './define-method.ts';
import { published, publishedResult } from '../wire/published.ts';
import { Ok, SessionKey, closed, resultType } from './results.ts';
import { Type } from 'typebox';

const Path = Type.String({ minLength: 1, maxLength: 4096 });

/** Methods that read and change the files of a session's workspace. */
export const FILE_METHODS = {
  'sessions.files.list': defineMethod({
    summary:
      'Lists the files that a session used and a folder of its workspace, or searches the workspace by file name.',
    scope: 'operator.read',
    ...published('SessionsFilesList'),
  }),
  'sessions.files.get': defineMethod({
    summary: "Returns a file of a session's workspace with its hash.",
    scope: 'operator.read',
    ...published('SessionsFilesGet'),
  }),
  'sessions.files.set': defineMethod({
    summary: 'Writes a file. Rejected if it changed since `expectedHash`. An empty hash creates the file.',
    scope: 'operator.admin',
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
  'sessions.diff': defineMethod({
    summary: 'Returns the changes a session made to files.',
    scope: 'operator.read',
    ...published('SessionsDiff'),
  }),
  'files.delete': defineMethod({
    summary: 'Deletes a file or folder of the workspace. `files.restore` restores it.',
    scope: 'operator.admin',
    params: closed({ sessionKey: SessionKey, path: Path }),
    result: resultType<{ readonly ok: true; readonly trashId: string }>('FileDeleteResult'),
  }),
  'files.restore': defineMethod({
    summary: 'Restores a deleted file or folder.',
    scope: 'operator.admin',
    params: closed({ sessionKey: SessionKey, trashId: Path }),
    result: Ok,
  }),
  'files.createFolder': defineMethod({
    summary: 'Creates a folder.',
    scope: 'operator.admin',
    params: closed({ sessionKey: SessionKey, path: Path }),
    result: Ok,
  }),
  'files.move': defineMethod({
    summary: 'Moves or renames a file or folder within the workspace.',
    scope: 'operator.admin',
    params: closed({ sessionKey: SessionKey, from: Path, to: Path }),
    result: Ok,
  }),
  'files.watch': defineMethod({
    summary: "Subscribes to `files.changed` events of a session's workspace.",
    scope: 'operator.read',
    params: closed({ sessionKey: SessionKey }),
    result: Ok,
  }),
  'files.unwatch': defineMethod({
    summary: 'Unsubscribes from `files.changed` events.',
    scope: 'operator.read',
    params: closed({ sessionKey: SessionKey }),
    result: Ok,
  }),
  'fs.listDir': defineMethod({
    summary: 'Lists folders of this machine, to select a workspace.',
    scope: 'operator.write',
    ...published('FsListDir'),
    unsupported: ['nodeId'],
  }),
} as const;
