// `gatehouse reset`: deletes everything in the home folder, after a backup if wanted. Works while Gatehouse is stopped.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { errorMessage, GatewayError } from '#contract/wire/errors.ts';
import { CommandError, EXIT } from '../output/exit-codes.ts';
import { defineCommand, hasFlag, textOption, type CommandContext } from '../parser/command.ts';
import { confirm, isYes, YES_OPTION } from '../terminal/confirm.ts';
import { createEncrypted, locateHome } from './backup-archives.ts';

/** What Gatehouse keeps in a folder of data or a home folder. Anything else belongs to the user. */
const OWN = [
  /^gatehouse\.(db(-wal|-shm)?|json5(\..+\.new)?)$/,
  /^(token|sealing\.(key|salt)|cli\.json|restore\.json)$/,
  /^(blobs|logs|trash|workspaces|machines|snapshots|terminals|uploads|exports|tls|cache|chromium|dumps)$/,
  /^(running-git|git-views|writing)$/,
  /^(replaced-\d{8}T\d{9}Z|restore-\d{8}T\d{9}Z\.new)$/,
];

export const reset = defineCommand({
  name: 'reset',
  summary: 'Delete all data of Gatehouse on this computer',
  description:
    'Lists what will be deleted, offers an encrypted backup, and asks for confirmation. Backups and worktrees are kept, and so are files in the home folder that Gatehouse did not create. Stop Gatehouse first.',
  examples: ['gatehouse reset', 'gatehouse reset --dry-run', 'gatehouse reset --backup-to /mnt/disk --yes'],
  isLocal: true,
  options: {
    'backup-to': { value: 'dir', help: 'First create an encrypted backup in this folder' },
    'dry-run': { help: 'Only list what would be deleted' },
    ...YES_OPTION,
  },
  run,
});

async function run(context: CommandContext): Promise<void> {
  const { output } = context;
  const found = listOwn(context);
  if (found.length === 0) return output.result({ deleted: [] }, 'There is nothing to delete.');
  if (hasFlag(context, 'dry-run')) return output.result({ wouldDelete: found }, found.join('\n'));
  const { folder, data } = locateHome(context);
  const { lockHome } = await import('#adapters/home/lock.ts');
  let paths: readonly string[] = [];
  const locks: ReturnType<typeof lockHome>[] = [];
  try {
    for (const one of new Set([folder, data])) locks.push(lockHome(one, Date.now()));
    await backUp(context);
    // The backup can have opened and closed files.
    paths = listOwn(context);
    output.note(`This will be deleted:\n${paths.map((path) => `  ${path}`).join('\n')}`);
    await confirm(context, 'Delete all of it? This cannot be undone.');
    for (const path of paths) rmSync(path, { recursive: true, force: true, maxRetries: 3 });
  } catch (error) {
    throw error instanceof CommandError || error instanceof GatewayError
      ? error
      : new CommandError(EXIT.failed, errorMessage(error), { cause: error });
  } finally {
    for (const lock of locks) lock.release();
  }
  const backups = join(data, 'backups');
  const kept = existsSync(backups) ? `\nBackups are kept in ${backups}. Delete the folder if you don't need them.` : '';
  output.result({ deleted: paths }, `Deleted ${paths.length} files and folders.${kept}`);
}

/** Creates the backup that was asked for, or offers one. */
async function backUp(context: CommandContext): Promise<void> {
  const { environment } = context;
  if (!existsSync(locateHome({ environment }).database)) return;
  const folder = textOption(context, 'backup-to') ?? (await askForFolder(context));
  if (folder === undefined) return;
  if (folder === '') throw new CommandError(EXIT.usage, 'name a folder for the backup');
  await createEncrypted({ ...context, options: { ...context.options, to: folder } });
}

async function askForFolder(context: CommandContext): Promise<string | undefined> {
  if (hasFlag(context, 'yes') || !context.input.canPrompt) return undefined;
  if (!isYes(await context.input.prompt('Create an encrypted backup first? [y/N] '))) return undefined;
  return (await context.input.prompt('Folder for the backup: ')).trim();
}

function listOwn(context: CommandContext): readonly string[] {
  const { folder, data, configuration, workspaces } = locateHome(context);
  const own = [...new Set([folder, data])].flatMap((one) =>
    (existsSync(one) ? readdirSync(one) : [])
      .filter((name) => OWN.some((pattern) => pattern.test(name)))
      .map((name) => join(one, name)),
  );
  const elsewhere = [configuration, workspaces].filter((path) => existsSync(path) && dirname(path) !== folder);
  return [...new Set([...own, ...elsewhere])].toSorted();
}
