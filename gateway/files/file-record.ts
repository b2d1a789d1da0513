// A workspace file as the protocol shows it: text, image, or only its facts.
import type { PublishedType } from '#contract/published.ts';
import type { FileContent } from '#core/ports/sandbox.ts';

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
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The record of a file that was read. */
export function fileRecord(file: FileContent, kind: FileRecord['kind']): FileRecord {
  const { path, size, modifiedAtMs } = file.stat;
  const facts = {
    path,
    workspacePath: path,
    name: nameOf(path),
    kind,
    missing: false,
    size,
    updatedAtMs: modifiedAtMs,
    hash: file.hash,
  };
  const extension = nameOf(path).split('.').at(-1)?.toLowerCase() ?? '';
  if (file.text !== undefined)
    return {
      ...facts,
      content: file.text,
      contentEncoding: 'utf8',
      mimeType: TEXT_TYPES[extension] ?? 'text/plain',
      previewKind: 'text',
    };
  const image = IMAGE_TYPES[extension];
  if (image === undefined) return { ...facts, mimeType: 'application/octet-stream', previewKind: 'unsupported' };
  return {
    ...facts,
    content: Buffer.from(file.bytes).toString('base64'),
    contentEncoding: 'base64',
    mimeType: image,
    previewKind: 'image',
  };
}

/** The record of a file that is not there. */
export function missingFile(path: string, kind: FileRecord['kind']): FileRecord {
  return { path, workspacePath: path, name: nameOf(path), kind, missing: true };
}
