// Which service a command is about: its name, scope, and the file that defines it.
import { homedir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { mainPath, type PlanFacts } from '#adapters/services/plan-service.ts';
import { readOwnFile } from '#adapters/services/service-files.ts';
import { systemdVersion } from '#adapters/services/service-manager.ts';
import { readMark, ServiceError, type ServiceScope } from '#adapters/services/service-settings.ts';
import { defined } from '#contract/types/defined.ts';
import { settingsFromEnvironment } from '#host/shell-settings.ts';
import { CommandError, EXIT } from '../output/exit-codes.ts';
import { textOption, type CommandContext, type OptionDeclarations } from '../parser/command.ts';

/** Options that select a service. */
export const NAME_OPTIONS: OptionDeclarations = {
  scope: {
    value: 'scope',
    help: 'Kind of service (default: system for root, otherwise user)',
    choices: ['user', 'system'],
  },
  name: { value: 'name', help: 'Name of the service (default: gatehouse)' },
};

/** A selected service. */
export interface TargetService {
  readonly name: string;
  readonly scope: ServiceScope;
  /** Folder that is used as `/`. */
  readonly root: string;
  readonly facts: PlanFacts;
  /** The file that defines the service, below `root`. */
  readonly path: string;
  /** The home folder in that file; undefined if the service isn't installed. */
  readonly installedHome?: string;
}

/** The service that the options select. @throws {CommandError} */
export async function targetService(context: CommandContext): Promise<TargetService> {
  const { environment } = context;
  const { uid, username } = userInfo();
  const name = textOption(context, 'name') ?? 'gatehouse';
  const scope = textOption(context, 'scope') ?? (uid === 0 ? 'system' : 'user');
  const root = resolve(textOption(context, 'root') ?? '/');
  const facts: PlanFacts = {
    platform: process.platform,
    uid,
    personHome: environment['HOME'] || homedir(),
    ...defined({ configFolder: environment['XDG_CONFIG_HOME'] || undefined, systemdVersion: await systemdVersion() }),
    windowsAccount: [environment['USERDOMAIN'], username].filter(Boolean).join('\\'),
  };
  const selected = { name, scope: scope === 'system' ? ('system' as const) : ('user' as const) };
  return reportServiceErrors(async () => {
    const { home } = settingsFromEnvironment(environment);
    if (!/^[a-z0-9-]+$/.test(name)) throw new ServiceError(`invalid service name ${JSON.stringify(name)}`);
    const path = join(root, mainPath({ ...selected, home }, facts));
    const text = readOwnFile(path);
    return {
      ...selected,
      root,
      facts,
      path,
      ...defined({ installedHome: text === undefined ? undefined : readMark(text) }),
    };
  });
}

/** Turns the errors of services into those of commands. */
export async function reportServiceErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    throw new CommandError(EXIT.failed, error.message, { cause: error });
  }
}
