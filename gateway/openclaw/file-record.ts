// A workspace file as the protocol shows it: text, image, or only its facts.
import type { PublishedType } from '#contract/wire/published.ts';
import type { FileContent } from '#core/ports/machine.ts';

/** A file with its content. */
export type FileRecord = PublishedType<'SessionsFilesGetResult'>['file'];

const IMAGE_TYPES: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  webp: 'image/webp',
  avif: 'image/avif',
  bmp: 'image/bmp',
  ico: 'image/x-icon',
};
const TEXT_TYPES: Readonly<Record<string, string>> = {
  md: 'text/markdown',
  html: 'text/html',
  css: 'text/css',
  js: 'text/javascript',
  ts: 'text/typescript',
  json: 'application/json',
  svg: 'image/svg+xml',
  csv: 'text/csv',
};

/** Last part of a path. */
export function getFileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The media type of a file by its name; `text` tells whether its content is text. */
export function getMediaType(path: string, isText: boolean): string {
  const extension = getFileName(path).split('.').at(-1)?.toLowerCase() ?? '';
  return isText ? (TEXT_TYPES[extension] ?? 'text/plain') : (IMAGE_TYPES[extension] ?? 'application/octet-stream');
}

/** The record of a file that was read. */
export function fileRecord(file: FileContent, kind: FileRecord['kind']): FileRecord {
  const { path, size, modifiedAtMs } = file.stat;
  const facts = {
    path,
    workspacePath: path,
    name: getFileName(path),
    kind,
    missing: false,
    size,
    updatedAtMs: modifiedAtMs,
    hash: file.hash,
  };
  const mimeType = getMediaType(path, file.text !== undefined);
  if (file.text !== undefined)
    return {
      ...facts,
      content: file.text,
      contentEncoding: 'utf8',
      mimeType,
      previewKind: 'text',
    };
  if (!mimeType.startsWith('image/')) return { ...facts, mimeType, previewKind: 'unsupported' };
  return {
    ...facts,
    content: Buffer.from(file.bytes).toString('base64'),
    contentEncoding: 'base64',
    mimeType,
    previewKind: 'image',
  };
}

/** The record of a file that is not there. */
export function missingFile(path: string, kind: FileRecord['kind']): FileRecord {
  return { path, workspacePath: path, name: getFileName(path), kind, missing: true };
}
