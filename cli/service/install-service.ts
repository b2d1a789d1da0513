// `gatehouse service install`: writes the files of the service, then starts it.
import { chmodSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { checkProgram, checkReadable, quoteShell } from '#adapters/services/check-program.ts';
import { mergeEnvironment } from '#adapters/services/environment-file.ts';
import { defaultEnvironmentFile, planService, type ServicePlan } from '#adapters/services/plan-service.ts';
import { makePrivateFolder, readPlainFile, writeServiceFile } from '#adapters/services/service-files.ts';
import { findAccount, hasGroup, hasSystemd, lingers, runManager } from '#adapters/services/service-manager.ts';
import { ServiceError, type ServiceSettings } from '#adapters/services/service-settings.ts';
import { DEFAULT_ACCOUNT } from '#adapters/services/systemd-unit.ts';
import { defined } from '#contract/types/defined.ts';
import { parsePort, settingsFromEnvironment } from '#host/shell-settings.ts';
import { userInfo } from 'node:os';
import { CommandError, EXIT } from '../output/exit-codes.ts';
import { hasFlag, listOption, textOption, type CommandContext } from '../parser/command.ts';
import { findProgram } from './find-program.ts';
import { reportServiceErrors, targetService, type TargetService } from './target-service.ts';

const PRIVATE_MODE = 0o600;
const SYSTEM_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Installs the service, or replaces its files. Returns its home folder. @throws {CommandError} */
export async function install(context: CommandContext): Promise<{ readonly home: string }> {
  const target = await targetService(context);
  return reportServiceErrors(async () => {
    const settings = collectSettings(context, target);
    const plan = planService(settings, target.facts);
    if (hasFlag(context, 'dry-run')) {
      printPlan(context, plan);
      return { home: settings.home };
    }
    requireSame(target, settings);
    const isForImage = textOption(context, 'root') !== undefined;
    if (!isForImage) requireManager(target);
    checkProgram(settings.program, { scope: target.scope, ...personIds() });
    if (!isForImage && target.scope === 'system' && target.facts.platform !== 'win32') checkReadable(settings.program);
    await writeFiles(context, target, settings, plan, isForImage);
    if (!isForImage) await start(context, target, settings, plan);
    report(context, target, settings, isForImage);
    return { home: settings.home };
  });
}

function collectSettings(context: CommandContext, target: TargetService): ServiceSettings {
  const { environment } = context;
  const { name, scope, facts } = target;
  const user = textOption(context, 'user');
  const { userHome, home } = findFolders(context, target, user);
  const port = textOption(context, 'port') ?? (environment['GATEHOUSE_PORT'] || undefined);
  return {
    name,
    scope,
    home,
    userHome,
    groups: findGroups(context, target),
    program: findProgram(),
    ...defined({ user, port: port === undefined ? undefined : parsePort(port, '--port') }),
    writable: listOption(context, 'write').map((folder) => resolve(folder)),
    searchPath: scope === 'system' ? SYSTEM_PATH : environment['PATH'] || SYSTEM_PATH,
    environmentFile: defaultEnvironmentFile({ name, scope, home }, facts.platform),
  };
}

function findFolders({ environment }: CommandContext, target: TargetService, user: string | undefined) {
  const isDefault = usesDefaultAccount(target, user);
  const userHome = isDefault ? DEFAULT_ACCOUNT.userHome : findUserHome(target, user);
  const home = environment['GATEHOUSE_HOME']
    ? settingsFromEnvironment(environment).home
    : join(userHome, isDefault ? 'home' : '.gatehouse');
  return { userHome, home };
}

function usesDefaultAccount({ scope, facts }: TargetService, user: string = DEFAULT_ACCOUNT.user): boolean {
  return scope === 'system' && facts.platform === 'linux' && user === DEFAULT_ACCOUNT.user;
}

function findUserHome({ scope, facts, root }: TargetService, user: string | undefined): string {
  if (scope === 'user' || facts.platform === 'win32') return facts.personHome;
  if (user === undefined) throw new ServiceError('choose the account of the service with --user');
  const account = findAccount(user, rootFolder(root));
  if (account === undefined) throw new ServiceError(`there is no user ${JSON.stringify(user)} on this computer`);
  return account.home;
}

function findGroups(context: CommandContext, { scope, root }: TargetService): readonly string[] {
  const groups = listOption(context, 'group');
  if (scope === 'user' && groups.length > 0)
    throw new ServiceError('--group is for system services; add --scope system');
  for (const group of groups)
    if (!hasGroup(group, rootFolder(root))) throw new ServiceError(`there is no group ${JSON.stringify(group)}`);
  return groups;
}

/** The root folder as a prefix of absolute paths. */
function rootFolder(root: string): string {
  return root === '/' ? '' : root;
}

/** A service of another home folder must not be replaced by accident. */
function requireSame({ installedHome, name }: TargetService, { home }: ServiceSettings): void {
  if (installedHome === undefined || installedHome === home) return;
  throw new ServiceError(
    `the service "${name}" is already installed for ${installedHome}. Choose another name with --name, or uninstall it first`,
  );
}

function requireManager({ facts, scope }: TargetService): void {
  if (facts.platform === 'linux' && !hasSystemd())
    throw new ServiceError(
      'this computer isn\'t running systemd. Run "gatehouse start --headless" with your own supervisor, or use --root to write the files only',
    );
  if (scope === 'system' && facts.platform !== 'win32' && facts.uid !== 0)
    throw new ServiceError('a system service needs root. Run the command with sudo');
}

function personIds(): { readonly uid: number; readonly gid: number } {
  const { uid, gid } = userInfo();
  return { uid, gid };
}

function printPlan({ output }: CommandContext, { before, main }: ServicePlan): void {
  const files = [...before, main].map(({ path, content }) => ({
    path,
    content: typeof content === 'string' ? content : Buffer.from(content).toString('utf16le', 2),
  }));
  output.result({ ok: true, files }, files.map(({ path, content }) => `# ${path}\n${content}`).join('\n'));
}

async function writeFiles(
  context: CommandContext,
  target: TargetService,
  settings: ServiceSettings,
  plan: ServicePlan,
  isForImage: boolean,
): Promise<void> {
  const { root } = target;
  for (const file of plan.before) writeServiceFile({ ...file, path: join(root, file.path) }, root);
  if (!isForImage) for (const command of plan.prepare) await runManager(command);
  const account =
    settings.scope === 'system' ? findAccount(settings.user ?? DEFAULT_ACCOUNT.user, rootFolder(root)) : undefined;
  if (account !== undefined) makePrivateFolder(join(root, settings.userHome), root, account);
  // In an image the account doesn't exist yet. Its folders are created when the service starts.
  if (account !== undefined || settings.scope === 'user' || !isForImage)
    makePrivateFolder(join(root, settings.home), anchor(target, settings.home), account);
  writeEnvironment(context, target, settings);
  writeServiceFile({ ...plan.main, path: target.path }, anchor(target, plan.main.path));
}

/** Links above a person's own home folder, such as `/home`, are the system's; below it they are refused. */
function anchor({ root, scope, facts: { personHome } }: TargetService, path: string): string {
  return root === '/' && scope === 'user' && path.startsWith(`${personHome}/`) ? realpathSync(personHome) : root;
}

function writeEnvironment(context: CommandContext, target: TargetService, { environmentFile }: ServiceSettings): void {
  const path = join(target.root, environmentFile);
  const existing = readPlainFile(path);
  const values = Object.fromEntries(listOption(context, 'env').map((name) => [name, requireVariable(context, name)]));
  if (existing !== undefined && Object.keys(values).length === 0) return chmodSync(path, PRIVATE_MODE);
  const content = mergeEnvironment(existing, values);
  writeServiceFile({ path, mode: PRIVATE_MODE, content }, anchor(target, environmentFile));
}

function requireVariable({ environment }: CommandContext, name: string): string {
  const value = environment[name];
  if (value !== undefined && value !== '') return value;
  throw new CommandError(EXIT.usage, `the environment variable ${name} is not set`, {
    hint: `Set it, for example with "read -rs ${name} && export ${name}", and with sudo pass it on: sudo --preserve-env=${name} …`,
  });
}

async function start(
  context: CommandContext,
  { facts, scope, installedHome }: TargetService,
  { name }: ServiceSettings,
  plan: ServicePlan,
): Promise<void> {
  // launchd refuses to load what is loaded already.
  if (facts.platform === 'darwin' && installedHome !== undefined)
    for (const command of plan.stop) await runManager(command).catch(() => '');
  for (const command of plan.start)
    await runManager(command).catch((error: unknown) => explainFailedStart(error, name, scope));
  if (facts.platform !== 'linux' || scope !== 'user') return;
  const { username } = userInfo();
  if (hasFlag(context, 'linger')) await runManager(['loginctl', 'enable-linger', username]);
  else if (!(await lingers(username)))
    context.output.note(`The service stops when you sign out. To keep it running: loginctl enable-linger ${username}`);
}

function explainFailedStart(error: unknown, name: string, scope: string): never {
  const logs = `journalctl ${scope === 'user' ? '--user ' : ''}-u ${name} -n 50`;
  const message = error instanceof Error ? error.message : String(error);
  throw new CommandError(EXIT.failed, message, {
    cause: error,
    ...(process.platform === 'linux' ? { hint: `The files are written. To see why it didn't start: ${logs}` } : {}),
  });
}

function report(
  { output }: CommandContext,
  { path, scope, facts, root }: TargetService,
  settings: ServiceSettings,
  isForImage: boolean,
): void {
  const { home, user, environmentFile, program, name } = settings;
  output.json({
    ok: true,
    name,
    scope,
    path,
    environmentFile: join(root, environmentFile),
    home,
    isStarted: !isForImage,
  });
  output.line(isForImage ? `Wrote ${path}` : `Installed and started the service "${name}" (${path})`);
  output.line(`Keys and other variables: ${join(root, environmentFile)} (restart the service after a change)`);
  if (isForImage) return;
  const runs = program.map(quoteShell).join(' ');
  const as = scope === 'system' && facts.platform === 'linux' ? `sudo -u ${user ?? DEFAULT_ACCOUNT.user} ` : '';
  output.line(`To sign in a browser: ${as}${runs} link --home ${quoteShell(home)}`);
}
