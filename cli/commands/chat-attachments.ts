// Files that `gatehouse chat --attach` sends with a message.
import { readFile, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';

import { MAX_ATTACHED_FILE_BYTES } from '#contract/types/attachment-limits.ts';
import { detectImageType } from '#contract/types/image-type.ts';
import { errorMessage } from '#contract/wire/errors.ts';

import { CommandError, EXIT } from '../output/exit-codes.ts';
import { formatBytes } from '../output/format-bytes.ts';

/** An attachment as `chat.send` takes it. */
interface Attachment {
  readonly type: 'image' | 'file';
  readonly fileName: string;
  readonly mimeType?: string;
  /** Base64. */
  readonly content: string;
}

/** Reads files. Images are recognized by their content. @throws {CommandError} */
export async function readAttachments(paths: readonly string[]): Promise<readonly Attachment[]> {
  const attachments: Attachment[] = [];
  let total = 0;
  for (const path of paths) {
    total += await measure(path);
    if (total > MAX_ATTACHED_FILE_BYTES)
      throw new CommandError(EXIT.usage, `attachments can't exceed ${formatBytes(MAX_ATTACHED_FILE_BYTES)} in total`, {
        hint: 'Use "gatehouse files upload", then mention the path of the file.',
      });
    attachments.push(await read(path));
  }
  return attachments;
}

async function measure(path: string): Promise<number> {
  const found = await stat(resolve(path)).catch((error: unknown) => {
    throw new CommandError(EXIT.usage, `can't read ${path}: ${errorMessage(error)}`);
  });
  if (found.isFile()) return found.size;
  throw new CommandError(EXIT.usage, `can't attach ${path}: not a regular file`);
}

async function read(path: string): Promise<Attachment> {
  const bytes = await readFile(resolve(path)).catch((error: unknown) => {
    throw new CommandError(EXIT.usage, `can't read ${path}: ${errorMessage(error)}`);
  });
  const content = bytes.toString('base64');
  const mimeType = detectImageType(content);
  const facts = { fileName: basename(path), content };
  return mimeType === undefined ? { type: 'file', ...facts } : { type: 'image', mimeType, ...facts };
}
