// Files of a session's workspace.
import { adminMethod, readMethod, writeMethod } from './define-method.ts';
import { published, publishedResult } from '../wire/published.ts';
import { Ok, SessionKey, closed, resultType } from './results.ts';
import { Type } from 'typebox';

const Path = Type.String({ minLength: 1, maxLength: 4096 });

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
    summary: 'Lists folders of this computer, to select a workspace.',
    ...published('FsListDir'),
    unsupported: ['nodeId'],
  }),
} as const;
