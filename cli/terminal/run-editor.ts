// Opens a file in the user's editor.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { CommandError, EXIT } from '../output/exit-codes.ts';
import type { CommandContext } from '../parser/command.ts';

/** Runs the user's editor, as git does: the variable can contain arguments. */
export async function runEditor({ environment }: CommandContext, file: string): Promise<void> {
  const editor = environment['VISUAL'] || environment['EDITOR'];
  if (editor === undefined || editor === '')
    throw new CommandError(EXIT.failed, 'no editor is set', { hint: 'Set VISUAL or EDITOR, for example EDITOR=nano.' });
  const child =
    process.platform === 'win32'
      ? spawn(`${editor} "${file}"`, { shell: true, stdio: 'inherit' })
      : spawn('/bin/sh', ['-c', `${editor} "$1"`, editor, file], { stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new CommandError(EXIT.failed, `the editor failed (exit code ${String(code)})`);
}

/** A text after the user has edited it in a temporary file with this name. */
export async function editText(context: CommandContext, name: string, text: string): Promise<string> {
  const folder = await fs.mkdtemp(join(tmpdir(), 'gatehouse-edit-'));
  try {
    const draft = join(folder, name);
    await fs.writeFile(draft, text, { mode: 0o600 });
    await runEditor(context, draft);
    return await fs.readFile(draft, 'utf8');
  } finally {
    await fs.rm(folder, { recursive: true });
  }
}
