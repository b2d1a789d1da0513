// Files in and out. WhatsApp accepts listed types only, each with its own largest size.
import { createHash } from 'node:crypto';
import type { JsonObject } from '#contract/types/json-object.ts';
import { ChannelError, type OutgoingFile } from '#core/ports/channel.ts';
import type { GraphApi } from './graph-api.ts';

const MB = 1_000_000;
/** Largest document, which is the largest file of all, bytes. */
export const MAX_FILE_BYTES = 100 * MB;

/** Files that are shown as what they are; as documents above their size. */
const SHOWN: Readonly<Record<string, { readonly type: 'image' | 'video' | 'audio'; readonly maxBytes: number }>> = {
  'image/jpeg': { type: 'image', maxBytes: 5 * MB },
  'image/png': { type: 'image', maxBytes: 5 * MB },
  'video/mp4': { type: 'video', maxBytes: 16 * MB },
  'video/3gpp': { type: 'video', maxBytes: 16 * MB },
  'audio/aac': { type: 'audio', maxBytes: 16 * MB },
  'audio/amr': { type: 'audio', maxBytes: 16 * MB },
  'audio/mpeg': { type: 'audio', maxBytes: 16 * MB },
  'audio/mp4': { type: 'audio', maxBytes: 16 * MB },
  'audio/ogg': { type: 'audio', maxBytes: 16 * MB },
};

/** Types of documents. Text of any other kind is sent as plain text with its own name. */
const DOCUMENTS: ReadonlySet<string> = new Set([
  'text/plain',
  'application/pdf',
  'application/msword',
  'application/vnd.ms-excel',
  'application/vnd.ms-powerpoint',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
]);
const TEXT = /^text\/|^application\/(?:json|xml|yaml|toml|javascript|typescript|x-sh|sql|x-ndjson)$|\+(?:json|xml)$/;

/** Types by the ending of a name, for files whose type isn't known. */
const BY_ENDING: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  mp4: 'video/mp4',
  '3gp': 'video/3gpp',
  aac: 'audio/aac',
  amr: 'audio/amr',
  mp3: 'audio/mpeg',
  m4a: 'audio/mp4',
  ogg: 'audio/ogg',
  pdf: 'application/pdf',
  doc: 'application/msword',
  xls: 'application/vnd.ms-excel',
  ppt: 'application/vnd.ms-powerpoint',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
};

interface Plan {
  readonly type: 'image' | 'video' | 'audio' | 'document';
  /** The type that WhatsApp is told. */
  readonly mimeType: string;
}

/** How a file is sent. @throws {ChannelError} `too-large`, `unsupported` */
export function planFile({ name, mimeType: declared, bytes }: OutgoingFile): Plan {
  const mimeType = findType(name, declared.split(';')[0]?.trim().toLowerCase() ?? '', bytes);
  if (bytes.length > MAX_FILE_BYTES)
    throw new ChannelError('too-large', `${name} is larger than ${MAX_FILE_BYTES / MB} MB, the limit of WhatsApp.`);
  const shown = SHOWN[mimeType];
  if (shown !== undefined) return { type: bytes.length <= shown.maxBytes ? shown.type : 'document', mimeType };
  if (DOCUMENTS.has(mimeType)) return { type: 'document', mimeType };
  if (TEXT.test(mimeType)) return { type: 'document', mimeType: 'text/plain' };
  throw new ChannelError(
    'unsupported',
    `WhatsApp doesn't accept files of the type ${mimeType} (${name}). Send a PDF, an Office document, text, an image, a video, or audio instead.`,
  );
}

/** The declared type. If it says nothing, that of the name, or plain text for what is text. */
function findType(name: string, declared: string, bytes: Uint8Array): string {
  if (declared !== '' && declared !== 'application/octet-stream') return declared;
  const known = BY_ENDING[name.slice(name.lastIndexOf('.') + 1).toLowerCase()];
  return known ?? (isText(bytes) ? 'text/plain' : 'application/octet-stream');
}

function isText(bytes: Uint8Array): boolean {
  try {
    return !new TextDecoder('utf-8', { fatal: true }).decode(bytes).includes('\0');
  } catch {
    return false;
  }
}

/** Uploads a file, and returns the message that contains it. */
export async function uploadFile(
  api: GraphApi,
  phoneNumberId: string,
  file: OutgoingFile,
  signal: AbortSignal,
): Promise<JsonObject> {
  const { type, mimeType } = planFile(file);
  const form = new FormData();
  form.set('messaging_product', 'whatsapp');
  form.set('type', mimeType);
  form.set('file', new Blob([file.bytes.slice()], { type: mimeType }), file.name);
  const { id } = await api.post(`${phoneNumberId}/media`, { form }, signal);
  if (typeof id !== 'string') throw new ChannelError('unavailable', "WhatsApp didn't confirm the upload.");
  return { type, [type]: { id, ...(type === 'document' ? { filename: file.name } : {}) } };
}

/** Downloads a file: its address first, which is valid for five minutes. @throws {ChannelError} */
export async function downloadFile(
  api: GraphApi,
  phoneNumberId: string,
  { ref, maxBytes }: { readonly ref: string; readonly maxBytes: number },
  signal: AbortSignal,
): Promise<Uint8Array> {
  const query = new URLSearchParams({ phone_number_id: phoneNumberId });
  const { url, file_size: size, sha256 } = await api.get(`${encodeURIComponent(ref)}?${query}`, signal);
  if (typeof url !== 'string') throw new ChannelError('rejected', "WhatsApp doesn't have this file anymore.");
  if (Number(size) > maxBytes)
    throw new ChannelError('too-large', `The file is larger than ${Math.floor(maxBytes / MB)} MB.`);
  const bytes = await api.download(url, maxBytes, signal);
  const isDamaged =
    typeof sha256 === 'string' && /^[0-9a-f]{64}$/i.test(sha256) && sha256.toLowerCase() !== hash(bytes);
  if (isDamaged)
    throw new ChannelError('unavailable', 'The file arrived damaged. It is downloaded again automatically.');
  return bytes;
}

function hash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
