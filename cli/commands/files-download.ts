// `gatehouse files download`: receives a file in parts, in a file beside the target until it is complete.
import * as fs from 'node:fs/promises';
import { basename } from 'node:path';

import type { GatewayClient } from '#contract/wire/client-api.ts';
import { errorMessage } from '#contract/wire/errors.ts';

import { CommandError, EXIT } from '../output/exit-codes.ts';
import { formatBytes } from '../output/format-bytes.ts';
import { argument, hasFlag, type CommandContext } from '../parser/command.ts';

const PART_BYTES = 4 * 1024 * 1024;

/** Downloads the file of the first argument. */
export async function downloadFile(context: CommandContext, client: GatewayClient, sessionKey: string): Promise<void> {
  const remote = argument(context, 0);
  const local = context.args[1] ?? basename(remote);
  if (!hasFlag(context, 'force') && (await exists(local)))
    throw new CommandError(EXIT.failed, `${local} already exists`, {
      hint: 'Choose another file, or pass --force to overwrite it.',
    });
  const first = await client.request('files.read', { sessionKey, path: remote, offset: 0, length: 0 });
  // The version is part of the name, so that only the same one is resumed.
  const partial = `${local}.${first.modifiedAtMs.toString(36)}-${first.size.toString(36)}.part`;
  const file = await fs.open(partial, 'a').catch((error: unknown) => {
    throw new CommandError(EXIT.failed, `can't write ${partial}: ${errorMessage(error)}`);
  });
  const progress = context.output.progress('Downloading');
  try {
    for (let offset = (await file.stat()).size; offset < first.size;) {
      progress.update(offset, first.size);
      const part = await client.request('files.read', { sessionKey, path: remote, offset, length: PART_BYTES });
      if (part.modifiedAtMs !== first.modifiedAtMs || part.size !== first.size || part.data === '')
        throw new CommandError(EXIT.failed, `${remote} changed during the download`, {
          hint: 'Download it again.',
        });
      const bytes = Buffer.from(part.data, 'base64');
      await file.write(bytes);
      offset += bytes.length;
    }
    progress.update(first.size, first.size);
  } finally {
    progress.end();
    await file.close();
  }
  await fs.rename(partial, local);
  context.output.result({ ok: true, path: local, size: first.size }, `Saved ${local} (${formatBytes(first.size)}).`);
}

async function exists(path: string): Promise<boolean> {
  return fs.lstat(path).then(
    () => true,
    () => false,
  );
}
