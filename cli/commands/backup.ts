// `gatehouse backup`: encrypted backups of everything, and copies of the database. Works without a running gateway.
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { errorMessage, GatewayError } from '#contract/wire/errors.ts';
import { CommandError, EXIT } from '../output/exit-codes.ts';
import { argument, defineCommand, hasFlag, type CommandContext, type OptionDeclarations } from '../parser/command.ts';
import { confirm, YES_OPTION } from '../terminal/confirm.ts';
import { createEncrypted, locateHome, listArchives, restoreEncrypted, verifyEncrypted } from './backup-archives.ts';

const IDENTITY_OPTION: OptionDeclarations = {
  identity: { short: 'i', value: 'file', help: 'File with the private key of age, for a backup made for a public key' },
};

export const backup = defineCommand({
  name: 'backup',
  summary: 'Create, verify, and restore backups',
  description:
    'An encrypted backup is one file with the database, attachments, the configuration, the workspaces in the home folder, and the secrets. It can be restored on another machine, and opened with the age tool. The passphrase is read from GATEHOUSE_BACKUP_PASSPHRASE or the prompt. In addition, Gatehouse copies the database every day and before each migration, and keeps the last three copies of each kind. "restore" uses the newest copy unless you name a file, and keeps the replaced data.',
  examples: [
    'gatehouse backup create --to /mnt/disk',
    'gatehouse backup create --recipient age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kudrpwd5qxm9hrf',
    'gatehouse backup verify gatehouse-20261201T020000000Z.tar.gz.age',
    'gatehouse backup restore gatehouse-20261201T020000000Z.tar.gz.age',
  ],
  isLocal: true,
  subcommands: [
    { name: 'list', summary: 'List the backups and copies in the home folder, newest first', run: listAll },
    {
      name: 'create',
      summary: 'Create a backup now, also while Gatehouse is running',
      options: {
        to: { value: 'dir', help: 'Folder of the encrypted backup (default: backups in the home folder)' },
        recipient: {
          short: 'r',
          value: 'key',
          help: 'Encrypt for this public key of age instead of a passphrase',
          isRepeatable: true,
        },
        plain: { help: 'Only copy the database and attachments, unencrypted, within the home folder' },
      },
      run: create,
    },
    {
      name: 'verify',
      summary: 'Read a whole encrypted backup and show what it contains',
      args: [{ name: 'file' }],
      options: IDENTITY_OPTION,
      run: verifyEncrypted,
    },
    {
      name: 'restore',
      summary: 'Replace the data with a backup while Gatehouse is stopped',
      args: [{ name: 'file', isOptional: true }],
      options: { ...IDENTITY_OPTION, ...YES_OPTION },
      run: restore,
    },
  ],
});

/** Loaded on demand, so that the help page doesn't load the database driver. */
async function listCopies(path: string): Promise<readonly string[]> {
  return (await import('#adapters/sqlite/backups.ts')).listBackups(path);
}

async function listAll(context: CommandContext): Promise<void> {
  const { database } = locateHome(context);
  const files = [...(await listCopies(database)), ...(await listArchives(database))];
  const backups = files
    .map((file) => ({ file, bytes: statSync(file).size, encrypted: file.endsWith('.age') }))
    .toSorted((a, b) => (a.file < b.file ? 1 : -1));
  context.output.result({ backups }, backups.map(({ file }) => file).join('\n') || 'No backups.');
}

async function create(context: CommandContext): Promise<void> {
  if (!hasFlag(context, 'plain')) return createEncrypted(context);
  const { createBackup } = await import('#adapters/sqlite/create-backup.ts');
  const file = await failing(() => createBackup(locateHome(context).database, Date.now()));
  context.output.result({ file }, `Created ${file}`);
}

async function restore(context: CommandContext): Promise<void> {
  const named = argument(context, 0);
  if (named.endsWith('.age')) return restoreEncrypted(context, resolve(named));
  const { data, database: path } = locateHome(context);
  const file = named === '' ? (await listCopies(path))[0] : resolve(named);
  if (file === undefined)
    throw new CommandError(EXIT.failed, `there is no copy of ${path}`, {
      hint: 'To restore an encrypted backup, name its file.',
    });
  await confirm(context, `Replace ${path} with ${file}? Changes made since that backup will be lost.`);
  const { restoreBackup } = await import('#adapters/sqlite/restore-backup.ts');
  const { lockHome } = await import('#adapters/home/lock.ts');
  const { former, lostContents } = await failing(async () => {
    const lock = lockHome(data, Date.now());
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
    if (error instanceof GatewayError) throw error;
    throw new CommandError(EXIT.failed, errorMessage(error), { cause: error });
  }
}
