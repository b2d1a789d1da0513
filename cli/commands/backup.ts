// `gatehouse backup`: lists, creates, and restores backups of the database. Works without a running gateway.
import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { errorMessage } from '#contract/wire/errors.ts';
import { settingsFromEnvironment } from '#host/shell-settings.ts';
import { CommandError, EXIT } from '../output/exit-codes.ts';
import { argument, defineCommand, type CommandContext } from '../parser/command.ts';
import { confirm, YES_OPTION } from '../terminal/confirm.ts';

export const backup = defineCommand({
  name: 'backup',
  summary: 'List, create, and restore backups of the database',
  description:
    'Gatehouse creates a verified backup every day and before each migration, and keeps the last three of each kind, with the attachments of messages in the folder "blobs" beside them. "restore" uses the newest backup unless you name one, and keeps the replaced database in the backups folder.',
  examples: ['gatehouse backup', 'gatehouse backup create', 'gatehouse backup restore'],
  isLocal: true,
  subcommands: [
    { name: 'list', summary: 'List the backups, newest first', run: listAll },
    { name: 'create', summary: 'Create a backup now', run: create },
    {
      name: 'restore',
      summary: 'Replace the database with a backup while Gatehouse is stopped',
      args: [{ name: 'file', isOptional: true }],
      options: YES_OPTION,
      run: restore,
    },
  ],
});

function databasePath({ environment }: CommandContext): { readonly folder: string; readonly path: string } {
  const folder = resolve(environment['GATEHOUSE_DATA'] || settingsFromEnvironment(environment).home);
  return { folder, path: join(folder, 'gatehouse.db') };
}

/** Loaded on demand, so that the help page doesn't load the database driver. */
async function listBackups(path: string): Promise<readonly string[]> {
  return (await import('#adapters/sqlite/backups.ts')).listBackups(path);
}

async function listAll(context: CommandContext): Promise<void> {
  const files = await listBackups(databasePath(context).path);
  const backups = files.map((file) => ({ file, bytes: statSync(file).size }));
  context.output.result({ backups }, files.join('\n') || 'No backups.');
}

async function create(context: CommandContext): Promise<void> {
  const { createBackup } = await import('#adapters/sqlite/create-backup.ts');
  const file = await failing(() => createBackup(databasePath(context).path, Date.now()));
  context.output.result({ file }, `Created ${file}`);
}

async function restore(context: CommandContext): Promise<void> {
  const { folder, path } = databasePath(context);
  const named = argument(context, 0);
  const file = named === '' ? (await listBackups(path))[0] : resolve(named);
  if (file === undefined) throw new CommandError(EXIT.failed, `there is no backup of ${path}`);
  await confirm(context, `Replace ${path} with ${file}? Changes made since that backup will be lost.`);
  const { restoreBackup } = await import('#adapters/sqlite/restore-backup.ts');
  const { lockHome } = await import('#adapters/home/lock.ts');
  const { former, lostContents } = await failing(async () => {
    const lock = lockHome(folder, Date.now());
    try {
      return restoreBackup(path, file, Date.now());
    } finally {
      lock.release();
    }
  });
  const kept = former === undefined ? '' : `\nThe previous database is kept as ${former}`;
  const lost =
    lostContents === 0 ? '' : `\nAttachments or file versions that aren't in the backup and are lost: ${lostContents}.`;
  context.output.result({ restored: file, path, former, lostContents }, `Restored ${file}${kept}${lost}`);
}

/** Reports why something failed as the command's error. */
async function failing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new CommandError(EXIT.failed, errorMessage(error), { cause: error });
  }
}
