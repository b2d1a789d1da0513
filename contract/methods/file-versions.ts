// Versions of the files of a session's workspace.
import { Type } from 'typebox';
import type { FileVersion, WrittenFile } from '../types/files.ts';
import { adminMethod, readMethod } from './define-method.ts';
import { closed, resultType, SessionKey } from './results.ts';

const File = { sessionKey: SessionKey, path: Type.String({ minLength: 1, maxLength: 4096 }) };
const Version = { ...File, id: Type.Integer({ minimum: 1 }) };

/** Methods that list and restore versions. */
export const FILE_VERSION_METHODS = {
  'files.versions.list': readMethod({
    summary:
      'Lists the versions of a file that agents and people saved through Gatehouse, newest first. They are kept for 30 days, up to 100 per file, for files of at most 5 MB.',
    params: closed(File),
    result: resultType<{ readonly path: string; readonly versions: readonly FileVersion[] }>('FileVersions'),
  }),
  'files.versions.get': readMethod({
    summary: 'Returns a version: `content` as text, or base64 if it is binary.',
    params: closed(Version),
    result: resultType<{
      readonly version: FileVersion;
      readonly content: string;
      readonly encoding: 'utf8' | 'base64';
    }>('FileVersionContent'),
  }),
  'files.versions.restore': adminMethod({
    summary:
      'Writes a version back, as a new version. Rejected if the file changed since `expectedHash`; an empty hash means that it must not exist.',
    params: closed({ ...Version, expectedHash: Type.Optional(Type.String({ pattern: '^([a-f0-9]{64})?$' })) }),
    result: resultType<{ readonly file: WrittenFile }>('RestoredFile'),
  }),
} as const;
