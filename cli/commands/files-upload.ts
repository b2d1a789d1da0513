// `gatehouse files upload`: sends a file in parts. An interrupted upload can be continued.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import * as fs from 'node:fs/promises';
import { basename } from 'node:path';

import type { UploadConflict, UploadState } from '#contract/types/files.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { errorMessage } from '#contract/wire/errors.ts';

import { CommandError, EXIT } from '../output/exit-codes.ts';
import { formatBytes } from '../output/format-bytes.ts';
import { argument, hasFlag, textOption, type CommandContext } from '../parser/command.ts';

const PART_BYTES = 4 * 1024 * 1024;

/** Uploads the file of the first argument. */
export async function uploadFile(context: CommandContext, client: GatewayClient, sessionKey: string): Promise<void> {
  const local = argument(context, 0);
  const file = await fs.open(local, 'r').catch((error: unknown) => {
    throw new CommandError(EXIT.failed, `can't read ${local}: ${errorMessage(error)}`);
  });
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw new CommandError(EXIT.failed, `${local} isn't a file`);
    const resumed = textOption(context, 'resume');
    const state =
      resumed === undefined
        ? await start(context, client, { sessionKey, local, size: stats.size })
        : await client.request('files.upload.status', { uploadId: resumed });
    if (state.size !== stats.size)
      throw new CommandError(EXIT.failed, `${local} changed since the upload was started`, {
        hint: 'Start the upload again without --resume.',
      });
    const written = await send(context, client, file, state).catch((error: unknown) => {
      throw new CommandError(EXIT.failed, `upload of ${local} was interrupted: ${errorMessage(error)}`, {
        hint: `Resume with "gatehouse files upload ${local} --resume ${state.uploadId}".`,
      });
    });
    context.output.result(written, `Uploaded ${local} to ${written.file.path} (${formatBytes(written.file.size)}).`);
  } finally {
    await file.close();
  }
}

interface NewUpload {
  readonly sessionKey: string;
  readonly local: string;
  readonly size: number;
}

async function start(context: CommandContext, client: GatewayClient, { sessionKey, local, size }: NewUpload) {
  const conflict: UploadConflict = hasFlag(context, 'force')
    ? 'replace'
    : hasFlag(context, 'keep-both')
      ? 'keepBoth'
      : 'fail';
  const given = context.args[1] ?? basename(local);
  const path = given.endsWith('/') ? `${given}${basename(local)}` : given;
  return client.request('files.upload.start', { sessionKey, path, size, conflict, hash: await hashFile(local) });
}

async function send(context: CommandContext, client: GatewayClient, file: fs.FileHandle, upload: UploadState) {
  const { uploadId, size } = upload;
  const progress = context.output.progress('Uploading');
  const buffer = Buffer.allocUnsafe(PART_BYTES);
  try {
    for (let { offset } = upload; offset < size;) {
      progress.update(offset, size);
      const { bytesRead } = await file.read(buffer, 0, PART_BYTES, offset);
      if (bytesRead === 0) throw new Error('the file was truncated during the upload');
      const data = buffer.toString('base64', 0, bytesRead);
      ({ offset } = await client.request('files.upload.append', { uploadId, offset, data }));
    }
    progress.update(size, size);
    return await client.request('files.upload.finish', { uploadId });
  } finally {
    progress.end();
  }
}

async function hashFile(local: string): Promise<string> {
  const digest = createHash('sha256');
  for await (const chunk of createReadStream(local)) digest.update(chunk);
  return digest.digest('hex');
}
