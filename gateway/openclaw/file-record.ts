// Workspace files in the OpenClaw dialect: text, images, or metadata only.
import type { PublishedType } from '#contract/wire/published.ts';
import type { FileContent, FileStat } from '#core/ports/machine.ts';

type FileRecord = PublishedType<'SessionsFilesGetResult'>['file'];

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

/** The last part of a path. */
export function getFileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The media type of a file with this name and kind of content. */
export function getMediaType(path: string, isText: boolean): string {
  const extension = getFileName(path).split('.').at(-1)?.toLowerCase() ?? '';
  return isText ? (TEXT_TYPES[extension] ?? 'text/plain') : (IMAGE_TYPES[extension] ?? 'application/octet-stream');
}

/** The record of a file that was read. */
export function fileRecord({ stat, hash, text, bytes }: FileContent, kind: FileRecord['kind']): FileRecord {
  const mimeType = getMediaType(stat.path, text !== undefined);
  const file = { ...fileFacts(stat, kind), hash, mimeType };
  if (text !== undefined) return { ...file, content: text, contentEncoding: 'utf8', previewKind: 'text' };
  if (!mimeType.startsWith('image/')) return { ...file, previewKind: 'unsupported' };
  const content = Buffer.from(bytes).toString('base64');
  return { ...file, content, contentEncoding: 'base64', previewKind: 'image' };
}

/** The record of a file without its content. */
export function fileFacts(
  { path, size, modifiedAtMs }: Pick<FileStat, 'path' | 'size' | 'modifiedAtMs'>,
  kind: FileRecord['kind'],
): FileRecord {
  return { ...missingFile(path, kind), missing: false, size, updatedAtMs: modifiedAtMs };
}

/** The record of a file that doesn't exist. */
export function missingFile(path: string, kind: FileRecord['kind']): FileRecord {
  return { path, workspacePath: path, name: getFileName(path), kind, missing: true };
}
