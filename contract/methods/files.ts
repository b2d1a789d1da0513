// Files of a session’s workspace.
import { defineMethod } from './define-method.ts';
import { publishedParams, publishedResult } from '../wire/published.ts';
import { Ok, SessionKey, closed, resultOf } from './results.ts';
import { Type } from 'typebox';

const Path = Type.String({ minLength: 1, maxLength: 4096 });

export const FILE_METHODS = {
  'sessions.files.list': defineMethod({
    summary: 'Files that the session touched, and one folder of its workspace, or a search by name.',
    scope: 'operator.read',
    params: publishedParams('SessionsFilesListParams'),
    result: publishedResult('SessionsFilesListResult'),
  }),
  'sessions.files.get': defineMethod({
    summary: 'One file, with its hash.',
    scope: 'operator.read',
    params: publishedParams('SessionsFilesGetParams'),
    result: publishedResult('SessionsFilesGetResult'),
  }),
  'sessions.files.set': defineMethod({
    summary: 'Writes a file; refused when it changed since `expectedHash`. An empty hash creates it.',
    scope: 'operator.admin',
    // As published, but the hash may also be empty.
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
    summary: 'What the session changed in its files.',
    scope: 'operator.read',
    params: publishedParams('SessionsDiffParams'),
    result: publishedResult('SessionsDiffResult'),
  }),
  'files.delete': defineMethod({
    summary: 'Deletes a file or folder of the workspace; `files.restore` brings it back.',
    scope: 'operator.admin',
    params: closed({ sessionKey: SessionKey, path: Path }),
    result: resultOf<{ readonly ok: true; readonly trashId: string }>('FileDeleteResult'),
  }),
  'files.restore': defineMethod({
    summary: 'Takes a deletion back.',
    scope: 'operator.admin',
    params: closed({ sessionKey: SessionKey, trashId: Path }),
    result: Ok,
  }),
  'files.createFolder': defineMethod({
    summary: 'Makes a folder.',
    scope: 'operator.admin',
    params: closed({ sessionKey: SessionKey, path: Path }),
    result: Ok,
  }),
  'files.move': defineMethod({
    summary: 'Moves or renames within the workspace.',
    scope: 'operator.admin',
    params: closed({ sessionKey: SessionKey, from: Path, to: Path }),
    result: Ok,
  }),
  'files.watch': defineMethod({
    summary: 'From now on: `files.changed` events of a session’s workspace.',
    scope: 'operator.read',
    params: closed({ sessionKey: SessionKey }),
    result: Ok,
  }),
  'files.unwatch': defineMethod({
    summary: 'Ends that.',
    scope: 'operator.read',
    params: closed({ sessionKey: SessionKey }),
    result: Ok,
  }),
  'fs.listDir': defineMethod({
    summary: 'Folders of this machine, for choosing a workspace.',
    scope: 'operator.write',
    params: publishedParams('FsListDirParams'),
    result: publishedResult('FsListDirResult'),
  }),
} as const;
