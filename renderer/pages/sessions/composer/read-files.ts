// Reads files that a user attaches, by their content. Those that are too large are rejected with what to do instead.
import {
  MAX_ATTACHED_FILE_BYTES,
  MAX_FILE_NAME,
  MAX_PDF_BYTES,
  MAX_TEXT_FILE_BYTES,
} from '#contract/types/attachment-limits.ts';
import type { AttachedFile, ImageBlock } from '#contract/types/content.ts';
import { removeHidden } from '#contract/types/hidden-characters.ts';
import { isPdf } from '#contract/types/pdf.ts';
import { truncateText } from '#contract/types/truncate-text.ts';
import { formatBytes } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { toBase64 } from '../../../state/base64.ts';

/** The attachments of a message. */
interface Attachments {
  readonly images: readonly ImageBlock[];
  readonly files?: readonly AttachedFile[];
}

/** All attachments that the message has then, and what else was found. */
export interface ReadFiles extends Required<Attachments> {
  /** Names of folders, which are mentioned in the text instead. */
  readonly folders: readonly string[];
  /** Why others were rejected, as sentences. */
  readonly rejected: readonly string[];
}

const IMAGE_TYPES = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);
/** Largest image that the model providers accept, bytes. */
const MAX_IMAGE_BYTES = 5 * 1024 * 1024;
/** Attachments per message, and their size, which must fit into a frame as base64. */
const MAX_FILES = 8;
const MAX_TOTAL_BYTES = MAX_ATTACHED_FILE_BYTES;

type Outcome =
  | { readonly image: ImageBlock }
  | { readonly file: AttachedFile }
  | { readonly folder: string }
  | { readonly problem: string };

/** Reads `given` for a message with other attachments. */
export async function readFiles(given: readonly File[], before: Attachments): Promise<ReadFiles> {
  const outcomes = await Promise.all(given.map(readOne));
  const images = [...before.images];
  const files = [...(before.files ?? [])];
  const rejected = new Set(outcomes.flatMap((one) => ('problem' in one ? [one.problem] : [])));
  for (const one of outcomes) {
    if (!('image' in one) && !('file' in one)) continue;
    const problem = findExcess(images, files, one);
    if (problem !== undefined) rejected.add(problem);
    else if ('image' in one) images.push(one.image);
    else files.push(one.file);
  }
  return {
    images,
    files,
    folders: outcomes.flatMap((one) => ('folder' in one ? [one.folder] : [])),
    rejected: [...rejected],
  };
}

/** Why a message can't have one more attachment. */
function findExcess(
  images: readonly ImageBlock[],
  files: readonly AttachedFile[],
  added: Extract<Outcome, { image: ImageBlock } | { file: AttachedFile }>,
): string | undefined {
  if (images.length + files.length >= MAX_FILES) return t('composer.attachCount', { count: MAX_FILES });
  const sizes = [...images.map(measureImage), ...files.map(({ bytes }) => bytes)];
  const size = 'image' in added ? measureImage(added.image) : added.file.bytes;
  const total = sizes.reduce((sum, one) => sum + one, size);
  return total > MAX_TOTAL_BYTES ? t('composer.attachTotal', { size: formatBytes(MAX_TOTAL_BYTES) }) : undefined;
}

function measureImage({ data }: ImageBlock): number {
  return (data.length * 3) / 4;
}

async function readOne(file: File): Promise<Outcome> {
  const name = truncateText(removeHidden(file.name), MAX_FILE_NAME) || t('composer.unnamedFile');
  const most = IMAGE_TYPES.has(file.type) ? MAX_IMAGE_BYTES : MAX_ATTACHED_FILE_BYTES;
  if (file.size > most) return { problem: t('composer.attachSize', { name, size: formatBytes(most) }) };
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(await file.arrayBuffer());
  } catch {
    // Browsers list a dropped folder as a file that can't be read.
    return file.type === '' ? { folder: name } : { problem: t('composer.attachUnreadable', { name }) };
  }
  if (IMAGE_TYPES.has(file.type)) return { image: { type: 'image', mimeType: file.type, data: toBase64(bytes) } };
  return { file: readDocument(name, file.type, bytes) };
}

function readDocument(name: string, mimeType: string, content: Uint8Array): AttachedFile {
  const bytes = content.length;
  if (bytes <= MAX_PDF_BYTES && isPdf(toBase64(content.subarray(0, 6))))
    return { type: 'pdf', name, data: toBase64(content), bytes };
  const text = bytes <= MAX_TEXT_FILE_BYTES ? readText(content) : undefined;
  if (text !== undefined) return { type: 'textFile', name, text, bytes };
  return { type: 'file', name, mimeType, data: toBase64(content), bytes };
}

/** Undefined for a binary file. */
function readText(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}
