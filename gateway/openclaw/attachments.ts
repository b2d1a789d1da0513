// Message attachments, base64-encoded: images, text files, and PDF files, which models read, and any other file.
import {
  MAX_ATTACHED_FILE_BYTES,
  MAX_FILE_NAME,
  MAX_PDF_BYTES,
  MAX_TEXT_FILE_BYTES,
} from '#contract/types/attachment-limits.ts';
import type { AttachedFile, ImageBlock } from '#contract/types/content.ts';
import { removeHidden } from '#contract/types/hidden-characters.ts';
import { detectImageType } from '#contract/types/image-type.ts';
import { isJsonObject } from '#contract/types/json-object.ts';
import { isPdf } from '#contract/types/pdf.ts';
import { truncateText } from '#contract/types/truncate-text.ts';
import { invalidRequest } from '#contract/wire/errors.ts';

/** Declared types; the real one is detected. */
const IMAGE_TYPES: ReadonlySet<string> = new Set([
  'image/png',
  'image/x-png',
  'image/apng',
  'image/jpeg',
  'image/jpg',
  'image/pjpeg',
  'image/gif',
  'image/webp',
]);
const MAX_ATTACHMENTS = 20;
/** Largest image, characters of base64: 10 MB of bytes. */
const MAX_IMAGE_CHARS = 14_000_000;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const DATA_URL = /^data:[a-z0-9/+.;=-]{1,200};base64,/i;
const MEDIA_TYPE = /^[\w.+-]{1,100}\/[\w.+-]{1,100}$/;
const UNKNOWN_TYPE = 'application/octet-stream';
const USE_WORKSPACE = 'Put the file in the workspace and mention its path.';

/** The attachments of a message. */
export interface Attachments {
  readonly images: readonly ImageBlock[];
  readonly files: readonly AttachedFile[];
}

interface Given {
  readonly name: string;
  readonly mimeType: string;
  /** Base64. */
  readonly data: string;
}

/** Reads the attachments of a message. @throws {GatewayError} for those that aren't supported. */
export function readAttachments(attachments: readonly unknown[] = []): Attachments {
  if (attachments.length > MAX_ATTACHMENTS)
    throw invalidRequest(
      `Too many attachments: ${attachments.length}.`,
      'TOO_MANY_ATTACHMENTS',
      `Send at most ${MAX_ATTACHMENTS}.`,
    );
  const blocks = attachments.map(readGiven).map((given) => (isImage(given) ? readImage(given) : readFile(given)));
  return {
    images: blocks.filter((block) => block.type === 'image'),
    files: blocks.filter((block) => block.type !== 'image'),
  };
}

/** The same where only images are possible. @throws {GatewayError} for anything else. */
export function readImages(attachments: readonly unknown[]): readonly ImageBlock[] {
  const { images, files } = readAttachments(attachments);
  const [other] = files;
  if (other === undefined) return images;
  throw invalidRequest(
    `Can't attach ${other.name}: only PNG, JPEG, GIF, and WebP images are supported.`,
    'ATTACHMENT_TYPE',
    USE_WORKSPACE,
  );
}

/** Whether there is any. */
export function hasAttachments({ images, files }: Attachments): boolean {
  return images.length + files.length > 0;
}

function readGiven(attachment: unknown): Given {
  const given = isJsonObject(attachment) ? attachment : {};
  const text = (name: string): string => (typeof given[name] === 'string' ? given[name] : '');
  const name = truncateText(removeHidden(text('fileName')), MAX_FILE_NAME) || 'attachment';
  if (typeof given['content'] !== 'string')
    throw invalidRequest(`Can't attach ${name}: its content is missing.`, 'ATTACHMENT_CONTENT', 'Send it as base64.');
  return { name, mimeType: text('mimeType'), data: given['content'].replace(DATA_URL, '') };
}

function isImage({ mimeType }: Given): boolean {
  return IMAGE_TYPES.has(mimeType);
}

function readImage({ name, data }: Given): ImageBlock {
  if (data.length > MAX_IMAGE_CHARS)
    throw invalidRequest(
      `Can't attach ${name}: it is larger than 10 MB.`,
      'ATTACHMENT_TOO_LARGE',
      'Reduce the size of the image.',
    );
  requireBase64(name, data);
  const type = detectImageType(data);
  if (type === undefined)
    throw invalidRequest(
      `Can't attach ${name}: the image can't be decoded.`,
      'ATTACHMENT_CONTENT',
      'It may be damaged or incomplete.',
    );
  return { type: 'image', mimeType: type, data };
}

function readFile({ name, mimeType, data }: Given): AttachedFile {
  if (data !== '') requireBase64(name, data);
  const bytes = Buffer.byteLength(data, 'base64');
  requireSize(name, bytes);
  if (isPdf(data) && bytes <= MAX_PDF_BYTES) return { type: 'pdf', name, data, bytes };
  const text = bytes <= MAX_TEXT_FILE_BYTES ? readText(data) : undefined;
  if (text !== undefined) return { type: 'textFile', name, text, bytes };
  return { type: 'file', name, mimeType: MEDIA_TYPE.test(mimeType) ? mimeType : UNKNOWN_TYPE, data, bytes };
}

function requireBase64(name: string, data: string): void {
  if (!BASE64.test(data)) throw invalidRequest(`Can't attach ${name}: it isn't valid base64.`, 'ATTACHMENT_CONTENT');
}

function requireSize(name: string, bytes: number): void {
  if (bytes <= MAX_ATTACHED_FILE_BYTES) return;
  const size = `${MAX_ATTACHED_FILE_BYTES / 1024 / 1024} MB`;
  throw invalidRequest(`Can't attach ${name}: it is larger than ${size}.`, 'ATTACHMENT_TOO_LARGE', USE_WORKSPACE);
}

/** The text of a UTF-8 file; undefined for a binary file. */
function readText(data: string): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(data, 'base64'));
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}
