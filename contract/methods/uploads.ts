// Uploads into a session's workspace, in parts that can be resumed.
import { Type } from 'typebox';
import { MAX_PART_BYTES, MAX_UPLOAD_BYTES, type UploadState, type WrittenFile } from '../types/files.ts';
import { adminMethod } from './define-method.ts';
import { closed, Id, Ok, resultType, SessionKey } from './results.ts';

const Hash = Type.String({ pattern: '^[a-f0-9]{64}$' });
const Upload = closed({ uploadId: Id });
/** Base64 of the largest part. */
const MAX_DATA_CHARS = Math.ceil(MAX_PART_BYTES / 3) * 4;

/** Methods that upload files. */
export const UPLOAD_METHODS = {
  'files.upload.start': adminMethod({
    summary:
      'Starts an upload. If a file with that name already exists, `conflict` says what to do: `fail` (default), `replace`, or `keepBoth`. Unfinished uploads are kept for 24 hours.',
    params: closed({
      sessionKey: SessionKey,
      path: Type.String({ minLength: 1, maxLength: 4096 }),
      size: Type.Integer({ minimum: 0, maximum: MAX_UPLOAD_BYTES }),
      hash: Type.Optional(Hash),
      conflict: Type.Optional(Type.Enum(['fail', 'replace', 'keepBoth'])),
      expectedHash: Type.Optional(Hash),
    }),
    result: resultType<UploadState>('UploadState'),
  }),
  'files.upload.append': adminMethod({
    summary:
      'Adds a part (base64) at `offset`. Bytes that have already arrived are skipped. A gap is rejected with the expected `offset`.',
    params: closed({
      uploadId: Id,
      offset: Type.Integer({ minimum: 0 }),
      data: Type.String({ maxLength: MAX_DATA_CHARS }),
    }),
    result: resultType<UploadState>('UploadState'),
  }),
  'files.upload.status': adminMethod({
    summary: 'Returns how much of an upload has arrived, to resume it.',
    params: Upload,
    result: resultType<UploadState>('UploadState'),
  }),
  'files.upload.finish': adminMethod({
    summary: 'Writes a completed upload to the workspace atomically.',
    params: Upload,
    result: resultType<{ readonly sessionKey: string; readonly file: WrittenFile }>('FinishedUpload'),
    isLong: true,
  }),
  'files.upload.cancel': adminMethod({
    summary: 'Cancels an upload and deletes what has arrived.',
    params: Upload,
    result: Ok,
  }),
} as const;
