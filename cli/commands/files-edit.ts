// `gatehouse files edit`: opens a file in an editor and writes it back, unless it changed meanwhile.
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import type { GatewayClient } from '#contract/wire/client-api.ts';
import { errorMessage } from '#contract/wire/errors.ts';

import { CommandError, EXIT } from '../output/exit-codes.ts';
import { argument, type CommandContext } from '../parser/command.ts';
import { runEditor } from '../terminal/run-editor.ts';

/** Edits the file of the first argument. A file that doesn't exist is created. */
export async function editFile(context: CommandContext, client: GatewayClient, sessionKey: string): Promise<void> {
  const path = argument(context, 0);
  const { file } = await client.request('sessions.files.get', { sessionKey, path });
  if (!file.missing && (file.contentEncoding !== 'utf8' || file.content === undefined))
    throw new CommandError(EXIT.failed, `${path} isn't a text file`, {
      hint: `Run "gatehouse files download ${path}" to save it.`,
    });
  const before = file.content ?? '';
  const folder = await fs.mkdtemp(join(tmpdir(), 'gatehouse-edit-'));
  const draft = join(folder, basename(path));
  await fs.writeFile(draft, before, { mode: 0o600 });
  await runEditor(context, draft);
  const content = await fs.readFile(draft, 'utf8');
  if (content === before) {
    await fs.rm(folder, { recursive: true });
    return context.output.result({ ok: true, changed: false, path }, `${path} was not changed.`);
  }
  const saved = await client
    .request('sessions.files.set', { sessionKey, path, content, expectedHash: file.hash ?? '' })
    .catch((error: unknown) => {
      throw new CommandError(EXIT.failed, `${path} was not saved: ${errorMessage(error)}`, {
        hint: `Your version is in ${draft}.`,
      });
    });
  await fs.rm(folder, { recursive: true });
  context.output.result({ ok: true, changed: true, path, hash: saved.file.hash }, `Saved ${path}.`);
}
