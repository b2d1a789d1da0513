// Encrypted backups on this computer: created, verified, and restored without a gateway.
import { createReadStream, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, resolve } from 'node:path';
import type { OpenKey, OpenKeyOnce, SealKey } from '#adapters/backup/archive-key.ts';
import { resolvePaths } from '#adapters/home/open-home.ts';
import type { BackupSummary } from '#contract/types/backups.ts';
import { errorMessage, GatewayError } from '#contract/wire/errors.ts';
import { Secret } from '#core/ports/secrets.ts';
import type { Log } from '#core/ports/log.ts';
import { productVersion, settingsFromEnvironment } from '#host/shell-settings.ts';
import { SYSTEM_CLOCK } from '#host/system-clock.ts';
import { CommandError, EXIT } from '../output/exit-codes.ts';
import { formatBytes } from '../output/format-bytes.ts';
import { argument, listOption, textOption, type CommandContext } from '../parser/command.ts';
import { confirm } from '../terminal/confirm.ts';
import { interrupted } from '../terminal/interrupt.ts';
import { readSecret } from '../terminal/read-secret.ts';

const PASSPHRASE = 'GATEHOUSE_BACKUP_PASSPHRASE';
const PERCENT = 100;

/** The home folder of a command, and the folder of its data. */
export function locateHome({ environment }: Pick<CommandContext, 'environment'>) {
  const home = resolvePaths(settingsFromEnvironment(environment).home, environment);
  return { ...home, data: dirname(home.database) };
}

/** The encrypted backups in the folder `backups`. */
export async function listArchives(database: string): Promise<readonly string[]> {
  const { isArchiveName } = await import('#adapters/backup/create-archive.ts');
  const { listCopies } = await import('#adapters/sqlite/backups.ts');
  return listCopies(database).filter((file) => isArchiveName(file.slice(dirname(file).length + 1)));
}

/** Creates an encrypted backup. */
export async function createEncrypted(context: CommandContext): Promise<void> {
  const home = locateHome(context);
  if (!existsSync(home.database)) throw new CommandError(EXIT.failed, `there is no database in ${home.data}`);
  const key = await sealKey(context);
  const sealingKey = await ownKey(context);
  const to = textOption(context, 'to');
  const folder = to === undefined ? `${home.data}/backups` : resolve(to);
  const { createArchive } = await import('#adapters/backup/create-archive.ts');
  const progress = context.output.progress('Backing up');
  const created = await failing(() => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return createArchive({
      home,
      environment: context.environment,
      sealingKey,
      key,
      version: productVersion(),
      now: Date.now(),
      folder,
      signal: interruptSignal(),
      report: (share) => progress.update(Math.round(share * PERCENT), PERCENT),
    });
  }).finally(() => progress.end());
  const { path, bytes, sha256, summary } = created;
  warn(context, summary);
  const text = `Created and verified ${path} (${formatBytes(bytes)})\n${describe(summary)}`;
  context.output.result({ file: path, bytes, sha256, ...summary }, text);
}

/** Reads a whole backup. */
export async function verifyEncrypted(context: CommandContext): Promise<void> {
  const file = existing(resolve(argument(context, 0)));
  const open = await openKey(context, file);
  const { verifyArchive } = await import('#adapters/backup/verify-archive.ts');
  const summary = await failing(() =>
    verifyArchive(createReadStream(file), open, { folder: tmpdir(), signal: interruptSignal() }),
  );
  warn(context, summary);
  context.output.result({ file, ok: true, ...summary }, `The backup is complete and unchanged.\n${describe(summary)}`);
}

/** Replaces everything with an encrypted backup. */
export async function restoreEncrypted(context: CommandContext, path: string): Promise<void> {
  const file = existing(path);
  const home = locateHome(context);
  const { folder, data } = home;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const { lockHome } = await import('#adapters/home/lock.ts');
  const { restoreArchive } = await import('#adapters/backup/restore-archive.ts');
  const { loadSealingKeys } = await import('#adapters/secrets/sealing-key.ts');
  const passphrase = context.environment['GATEHOUSE_PASSPHRASE'];
  const { summary, kept } = await failing(async () => {
    const locks = [...new Set([folder, data])].map((one) => lockHome(one, Date.now()));
    try {
      return await restoreArchive({
        home,
        file,
        open: await openKey(context, file),
        sealingKey: async () => (await loadSealingKeys({ home: folder, source: undefined, passphrase })).key,
        clock: SYSTEM_CLOCK,
        log: toLog(context),
        signal: interruptSignal(),
        confirm: async (found) => {
          context.output.note(describe(found));
          await confirm(context, `Replace the data in ${folder} with this backup?`);
        },
      });
    } finally {
      for (const lock of locks) lock.release();
    }
  });
  warn(context, summary);
  const former =
    kept.length === 0 ? '' : `\nThe replaced data is kept in ${kept.join(', ')}. Delete it when you no longer need it.`;
  context.output.result({ restored: file, home: folder, kept, ...summary }, `Restored ${file} to ${folder}${former}`);
}

/** What the backup is encrypted with: --recipient, or a passphrase. */
async function sealKey(context: CommandContext): Promise<SealKey> {
  const recipients = listOption(context, 'recipient');
  if (recipients.length > 0) return { kind: 'recipients', recipients };
  const known = context.environment[PASSPHRASE];
  if (known !== undefined && known !== '') return { kind: 'passphrase', passphrase: new Secret(known) };
  if (!context.input.isTerminal)
    throw new CommandError(EXIT.usage, `set ${PASSPHRASE}, or pass --recipient or --plain`);
  const text = await readSecret(context, 'Passphrase for the backup: ');
  if (text !== (await readSecret(context, 'Repeat the passphrase: ')))
    throw new CommandError(EXIT.usage, "the passphrases don't match");
  return { kind: 'passphrase', passphrase: new Secret(text) };
}

async function openKey(context: CommandContext, file: string): Promise<OpenKeyOnce> {
  const { opener, parseIdentities, readKeyKind } = await import('#adapters/backup/archive-key.ts');
  const identity = textOption(context, 'identity');
  if (identity !== undefined) return opener(parseIdentities(readFileSync(existing(resolve(identity)), 'utf8')));
  if (readKeyKind(file) === 'identities')
    throw new CommandError(
      EXIT.usage,
      'this backup was made for a public key: pass --identity with the file of its private key',
    );
  const known = context.environment[PASSPHRASE] || (await readSecret(context, 'Passphrase of the backup: '));
  return opener({ kind: 'passphrase', passphrase: new Secret(known) } satisfies OpenKey);
}

/** The key that seals this home's secrets. It isn't available here while it is in the system keychain. */
async function ownKey({ environment }: CommandContext): Promise<Uint8Array> {
  const { hasSealingKey, loadSealingKeys } = await import('#adapters/secrets/sealing-key.ts');
  const { folder: home } = locateHome({ environment });
  const passphrase = environment['GATEHOUSE_PASSPHRASE'];
  if (!hasSealingKey({ home, passphrase }))
    throw new CommandError(EXIT.failed, "the key of this home's secrets isn't in the home folder", {
      hint: 'It is in the system keychain or derived from GATEHOUSE_PASSPHRASE. Create the backup in Settings → Backups while the app is running, or set the variable.',
    });
  return (await loadSealingKeys({ home, source: undefined, passphrase })).key;
}

function existing(file: string): string {
  if (existsSync(file)) return file;
  throw new CommandError(EXIT.failed, `${file} doesn't exist`);
}

/** What a backup contains, for people. */
export function describe({ createdAt, version, files, contentBytes, counts }: BackupSummary): string {
  const { sessions, secrets, blobs, workspaceFiles } = counts;
  return [
    `Created ${new Date(createdAt).toISOString()} by Gatehouse ${version}: ${files} files, ${formatBytes(contentBytes)}`,
    `Sessions: ${sessions}, secrets: ${secrets}, attachments and file versions: ${blobs}, workspace files: ${workspaceFiles}`,
  ].join('\n');
}

function warn({ output }: CommandContext, { warnings }: BackupSummary): void {
  for (const warning of warnings) output.note(output.colorize('yellow', `Warning: ${warning}`));
}

function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  void interrupted().then(() => controller.abort(new CommandError(EXIT.canceled, 'canceled')));
  return controller.signal;
}

/** The log of the store while it is opened once: only what went wrong is of interest. */
function toLog({ output }: CommandContext): Log {
  const show = (text: string) => output.note(text);
  const log: Log = { debug: () => {}, info: () => {}, warn: show, error: show, part: () => log };
  return log;
}

/** Reports why something failed as the command's error. */
async function failing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof GatewayError || error instanceof CommandError) throw error;
    throw new CommandError(EXIT.failed, errorMessage(error), { cause: error });
  }
}
